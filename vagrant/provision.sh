#!/bin/sh
# provision.sh : makes a Debian 12 machine the course's, as root. Run by the Vagrantfile; safe to run again.
# Says what it changes, and at the end how much that was.

set -eu
umask 022
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
course=$(dirname -- "$here")
user=$(stat -c %U "$course")
# some provisioners set no HOME, and npm keeps its cache there
export HOME=/root DEBIAN_FRONTEND=noninteractive
cd "$course"

. "$here/provision/changes.sh"
. "$here/provision/mirrors.sh"
. "$here/provision/packages.sh"
. "$here/provision/docker.sh"
. "$here/provision/language.sh"
. "$here/provision/login.sh"
. "$here/provision/site.sh"
say_how_much_changed
