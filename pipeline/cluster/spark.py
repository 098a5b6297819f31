"""Judges a province or the nation on a Spark cluster: each county by `jixiao run --tables` in a task of its own, all of
them by `jixiao gather` on the driver. The set is the one that a single run over all would publish.

    jixiao cluster spark > jixiao_job.py
    spark-submit jixiao_job.py --inputs /share/inputs --outputs /share/outputs --memory 1GB

jixiao is installed on every machine, and all see both folders. Exit codes are those of `jixiao gather`; 75 says that
trying again may help. The last line of what it prints is JSON: counties, files, seconds, and what is missing.
"""
import argparse
import collections
import ctypes
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import time

import pyarrow
from pyspark import TaskContext
from pyspark.sql import SparkSession

PUBLISHED, USAGE, INCOMPLETE, LOCKED, RETRY = 0, 2, 3, 11, 75  # exit codes of jixiao
BESIDE = 700  # MB that a child takes beside its database, and its Python worker: see "sizing" of the README
ROWS = 1000  # of an Arrow batch
ROW = "county string, file string, fate string, reason string, code int, attempt int, seconds double, cpu double, " \
      "peak long"  # a row a file, and one a county, whose file is null
COLUMNS = [column.split()[0] for column in ROW.split(", ")]
ARROW = pyarrow.schema(zip(COLUMNS, [pyarrow.string()] * 4 + [pyarrow.int32()] * 2 + [pyarrow.float64()] * 2 +
                           [pyarrow.int64()]))


def judge(counties, job, command, last_try):
    """What mapInArrow calls: the numbers of counties in, their rows out."""
    def run(batches):
        for batch in batches:
            for number in batch.column(0).to_pylist():
                rows = judge_county(number, counties[number], job, command, last_try)
                for first in range(0, len(rows), ROWS):
                    yield pyarrow.RecordBatch.from_pylist(rows[first:first + ROWS], ARROW)
    return run


def judge_county(number, county, job, command, last_try):
    """Judges one county in a folder of this attempt's own; the first that is done gives the county's part its name."""
    attempt = TaskContext.get().attemptNumber()
    mine, part = job / f"attempt-{number}-{attempt}", job / f"part-{number}"
    shutil.rmtree(mine, ignore_errors=True)
    code, words, row = run_child([*command, "--county", county, "--outputs", str(mine)])
    row.update(county=county, code=code, attempt=attempt, reason=words)
    if code not in (PUBLISHED, INCOMPLETE):
        shutil.rmtree(mine, ignore_errors=True)
        if (code < 0 or code in (LOCKED, RETRY)) and attempt < last_try:
            raise RuntimeError(f"{county}: {code} {words}")  # Spark tries again, elsewhere
        return [row]
    shutil.rmtree(mine / "stage")  # nothing reads it again
    try:
        mine.rename(part)
    except OSError:  # another attempt was first: what it wrote is the same
        if not part.is_dir():
            raise
        shutil.rmtree(mine)
    manifest = json.loads(next(part.glob("runs/*/run.json")).read_text("utf-8"))
    files = [{"county": county, "file": file["file"], "fate": file["fate"], "reason": file.get("reason")}
             for file in manifest["inputs"]]
    return [row, *files]


def run_child(command):
    """Runs a child that ends when this process does. Gives its exit code, what it said, and what it took."""
    started = time.monotonic()
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                             preexec_fn=lambda: ctypes.CDLL(None).prctl(1, signal.SIGTERM))  # PR_SET_PDEATHSIG
    words = child.stderr.read().decode("utf-8", "replace").strip()
    _, status, used = os.wait4(child.pid, 0)
    code = child.returncode = os.waitstatus_to_exitcode(status)
    return code, words, {"seconds": time.monotonic() - started, "cpu": used.ru_utime + used.ru_stime,
                         "peak": used.ru_maxrss * 1024}


def needs_more_room(conf, memory):
    """Says what to set where the platform would end an executor for the memory of its children."""
    slots = max(1, int(conf.get("spark.executor.cores", "1")) // int(conf.get("spark.task.cpus", "1")))
    need = slots * (megabytes(memory) + BESIDE)
    given = conf.get("spark.executor.memoryOverhead", "")
    if given and megabytes(given) >= need or not given and not re.match("yarn|k8s", conf.get("spark.master", "")):
        return ""
    return f"--conf spark.executor.memoryOverhead={need}m：每个执行器同时有 {slots} 个任务，子进程各占 {memory} 和 {BESIDE} MB"


def megabytes(text):
    """The MB of a size: Spark's 3g and 512m (MB where it has no unit), jixiao's 1.5GB."""
    number, unit = re.fullmatch(r"([0-9.]+)([a-zA-Z]*)", text).groups()
    return int(float(number) * {"g": 1024, "t": 1024 * 1024}.get(unit[:1].lower(), 1))


def unlike(parts, rows, broken):
    """The files that were listed and have no fate, or have one and were not listed, or more than one. What was found in
    a listed file (an archive, a mail) has a fate too, and goes with it."""
    listed = collections.Counter((part["county"], file) for part in parts for file in part["files"]
                                 if part["county"] not in broken)
    fates = collections.Counter(
        (row.county, row.file) for row in rows if row.file is not None and row.fate
        and not any((row.county, row.file[:sign.start()]) in listed for sign in re.finditer("[!/]", row.file)))
    return sorted(((listed - fates) + (fates - listed)).elements())


def say(text):
    print(text, file=sys.stderr, flush=True)


def main():
    flags = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    flags.add_argument("--inputs", required=True)
    flags.add_argument("--outputs", required=True)
    flags.add_argument("--year", default="0")
    flags.add_argument("--memory", default="1GB", help="of the database of each child")
    flags.add_argument("--gather-memory", default="4GB", help="of the database that gathers, on the driver")
    flags.add_argument("--jixiao", default="jixiao", help="the program, on every machine")
    asked = flags.parse_args()
    spark = SparkSession.builder.appName("jixiao").getOrCreate()
    conf = dict(spark.sparkContext.getConf().getAll())
    if more := needs_more_room(conf, asked.memory):
        say(f"执行器的堆外内存不够，请加上 {more}。")
        return USAGE
    listing = subprocess.run([asked.jixiao, "cluster", "parts", "--json", "--inputs", asked.inputs],
                             stdout=subprocess.PIPE)
    if listing.returncode:
        return listing.returncode
    parts = sorted(json.loads(listing.stdout), key=lambda part: -len(part["files"]))  # the largest first
    job = pathlib.Path(asked.outputs).resolve() / f".parts-{spark.sparkContext.applicationId}"
    job.mkdir(parents=True)
    try:
        return scatter_and_gather(spark, conf, asked, parts, job)
    finally:
        shutil.rmtree(job, ignore_errors=True)


def scatter_and_gather(spark, conf, asked, parts, job):
    workers = conf.get("spark.task.cpus", "1")
    command = [asked.jixiao, "run", "--tables", "--quiet", "--inputs", os.path.abspath(asked.inputs),
               "--memory", asked.memory, "--workers", workers, "--year", asked.year]
    last_try = int(conf.get("spark.task.maxFailures", "4")) - 1
    spark.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", ROWS)
    rows = spark.range(0, len(parts), 1, len(parts)).mapInArrow(  # a partition a county
        judge([part["county"] for part in parts], job, command, last_try), ROW).collect()
    counties = [row for row in rows if row.file is None]
    broken = [row for row in counties if row.code not in (PUBLISHED, INCOMPLETE)]
    for row in broken:
        say(f"“{row.county}”没有成果，退出码 {row.code}：{row.reason}")
    if differ := unlike(parts, rows, {row.county for row in broken}):
        say(f"列出的文件与登记的文件不一致，没有汇总：{differ[:5]} 等 {len(differ)} 个。材料在运行期间有变化的，请重新运行。")
        return RETRY
    gather = [asked.jixiao, "gather", *sorted(map(str, job.glob("part-*"))), "--inputs", asked.inputs,
              "--outputs", asked.outputs, "--memory", asked.gather_memory, "--quiet"]
    code, words, took = run_child(gather)
    if words:
        say(words)
    print(json.dumps({
        "counties": len(counties) - len(broken), "broken": [row.county for row in broken],
        "files": len(rows) - len(counties), "retried": sum(row.attempt > 0 for row in counties),
        "county_seconds": round(sum(row.seconds for row in counties), 2),
        "county_cpu": round(sum(row.cpu for row in counties), 2), "county_peak": max(row.peak for row in counties),
        "gather_seconds": round(took["seconds"], 2), "gather_cpu": round(took["cpu"], 2), "gather_peak": took["peak"],
    }, ensure_ascii=False))
    return code if code else INCOMPLETE if broken else PUBLISHED


if __name__ == "__main__":
    sys.exit(main())
