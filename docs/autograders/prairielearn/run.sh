#!/bin/sh
# The question's tests/run.sh: grades the submitted answer.sh. The image has the course at /course, set up (./setup).
# Where the grader could not find something out, its report says "gradable": false: no points, no attempt lost.

set -eu
mkdir -p /grade/results
cd /course
PATH=$(dirname -- "$(sh harness/doctor/bun-install.sh --find)"):$PATH
export PATH
status=0
bun grader "$1" --script /grade/student/answer.sh --reporter prairielearn --output /grade/results/results.json || status=$?
# 0 and 1 are grades; 2 is one too, where there is a report
[ "$status" -le 1 ] || [ -s /grade/results/results.json ]
