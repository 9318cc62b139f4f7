#!/bin/bash
# A class graded by Slurm: an array of shards, and a job that merges them. Run it on the login node, with a checkout (`./setup` was
# run in it), the class and OUT on a file system that all nodes share:
#
#   docs/class/slurm.sh DIR OUT [what `bun grader` takes besides: --timeout 20, --roster …]
#
# SHARDS=16: how many parts (4). Partition, account, time: SBATCH_PARTITION and such, see sbatch(1). A shard whose node is lost begins
# again elsewhere, and what it had graded stands. OUT/all has the grades; OUT/log what each shard said.
#SBATCH --job-name=grade-class
#SBATCH --requeue
#SBATCH --open-mode=append
#SBATCH --cpus-per-task=2
#SBATCH --mem=2G

set -eu
shards=${SHARDS:-4}

# status 1: some did not pass, which is no failure of the grading
graded() { "$@" || [ $? -eq 1 ]; }

case ${GRADE_PART:-} in
  shard)
    class=$1 out=$2 part=$SLURM_ARRAY_TASK_ID
    graded bun grader "$class" --out "$out/shards/$part" --shard "$part/$shards" --jobs "$SLURM_CPUS_PER_TASK" "${@:3}"
    ;;
  merge)
    graded bun grader merge "$2"/shards/* --out "$2/all"
    ;;
  '')
    if [ $# -lt 2 ]; then
      echo "Usage: docs/class/slurm.sh DIR OUT [OPTIONS OF bun grader]" >&2
      exit 2
    fi
    here=$(cd "$(dirname "$0")/../.." && pwd)
    class=$(realpath "$1") out=$(realpath -m "$2")
    PATH=$(dirname "$(sh "$here/harness/doctor/bun-install.sh" --find)"):$PATH
    mkdir -p "$out/log"
    submit() { GRADE_PART=$1 SHARDS=$shards sbatch --parsable --chdir="$here" "${@:2}"; }
    array=$(submit shard --array="1-$shards" --output="$out/log/shard-%a.txt" "$0" "$class" "$out" "${@:3}")
    # where a shard ends otherwise, there is nothing to merge
    merge=$(submit merge --dependency="afterok:$array" --kill-on-invalid-dep=yes --output="$out/log/merge.txt" "$0" "$class" "$out")
    echo "$shards shards are job $array, job $merge merges them: squeue -j $array,$merge"
    echo "$out/all/index.html"
    ;;
esac
