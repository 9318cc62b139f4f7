#!/bin/sh
# Gradescope runs this once, when it builds the image: the course and all that its labs need.
# /autograder/source holds what was zipped: this file, run_autograder, config and the checkout as course/.

set -eu
cd /autograder/source/course
apt-get update
./setup
