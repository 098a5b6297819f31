package forms

import "strings"

// traditional holds traditional characters that forms use, each before its simplified one.
const traditional = "" +
	"項项績绩評评價价稱称門门實实單单執执預预數数資资總总額额當当撥拨結结轉转標标級级質质時时經经濟济會会態态續续響响滿满對对務务際际進进況况體体設设東东產产權权復复備备註注說说報报導导負负責责員员聯联係系" +
	"電电話话開开關关應应類类別别號号編编碼码獲获費费業业農农鄉乡鎮镇縣县區区財财稅税補补貼贴劃划計计調调後后變变動动範范圍围間间據据來来該该條条層层認认證证審审問问題题議议個个歸归屬属達达無无與与為为發发" +
	"現现環环節节約约擴扩張张屆届選选擇择檢检驗验測测監监視视頁页處处辦办組组織织領领記记錄录積积極极較较優优勢势養养衛卫療疗戶户貧贫幫帮戰战術术點点線线網网絡络運运輸输車车輛辆購购買买賣卖貨货幣币營营長长" +
	"廣广場场協协聽听寫写讀读學学習习專专從从眾众這这還还過过邊边遠远適适遷迁鄰邻鄭郑釋释鋼钢錢钱鐵铁陳陈陽阳陰阴隨随險险離离難难雲云靈灵靜静韓韩順顺須须頭头願愿風风飛飞飯饭館馆馬马駐驻驟骤鮮鲜鳥鸟麥麦黃黄" +
	"齊齐龍龙萬万億亿歲岁歷历決决沒没準准減减湯汤溝沟滅灭潔洁澤泽濃浓災灾烏乌煙烟熱热爭争牆墙狀状獎奖獨独瑪玛畝亩畢毕畫画異异盡尽盤盘礎础禮礼種种穩稳窮穷筆笔築筑簡简糧粮紅红純纯紙纸細细終终絕绝統统維维綜综" +
	"綠绿緊紧緒绪縮缩繳缴繼继罰罚義义聲声職职腦脑臨临舉举舊旧艙舱藝艺藥药蘇苏虛虚裝装製制複复見见規规覽览觀观觸触訂订訊讯討讨訓训許许訴诉診诊詢询試试詳详語语誤误誰谁課课請请論论諮谘謝谢識识譯译護护貢贡貫贯" +
	"販贩貴贵貸贷賀贺賠赔賴赖贈赠贊赞跡迹軍军軟软載载輔辅輕轻輪轮辭辞邏逻釐厘針针鈔钞銀银銷销錯错鍵键鎖锁閉闭閱阅隊队階阶陸陆雙双雜杂頂顶頒颁頻频顆颗顏颜顧顾顯显餘余駕驾驅驱鬥斗魚鱼黨党內内兩两冊册凈净淨净" +
	"劉刘則则創创勞劳勵励勝胜匯汇卻却厲厉參参啟启喪丧喬乔嗎吗嚴严園园圓圆圖图團团國国塊块墊垫墾垦壓压壞坏壯壮夢梦夾夹奪夺奮奋婦妇媽妈孫孙寧宁寶宝將将尋寻岡冈島岛峽峡嶺岭幹干庫库廠厂廢废彈弹彙汇徑径徵征恆恒" +
	"惡恶愛爱慣惯慶庆憂忧憑凭憲宪懷怀戲戏擔担擊击擬拟攝摄斷断於于曉晓書书構构榮荣樓楼樣样樹树橋桥機机檔档歐欧歡欢殘残殺杀氣气漢汉衝冲佈布佔占併并侖仑倉仓們们側侧偵侦傑杰傘伞傳传債债傷伤傾倾僅仅儀仪儘尽償偿" +
	"儲储兒儿"

// simplify brings traditional characters to simplified ones: 項目名稱 → 项目名称.
func simplify(s string) string {
	if !strings.ContainsFunc(s, func(r rune) bool { return simple[r] != 0 }) {
		return s
	}
	return strings.Map(func(r rune) rune {
		if to := simple[r]; to != 0 {
			return to
		}
		return r
	}, s)
}

// simple looks up traditional.
var simple = pairs(traditional)

func pairs(s string) map[rune]rune {
	runes := []rune(s)
	to := make(map[rune]rune, len(runes)/2)
	for i := 0; i+1 < len(runes); i += 2 {
		to[runes[i]] = runes[i+1]
	}
	return to
}
