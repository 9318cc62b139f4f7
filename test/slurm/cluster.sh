# Read by test/slurm.sh, in its namespaces: makes the root file system, and starts the head and the nodes.
# shellcheck shell=bash disable=SC2154,SC2164 # `here`, `room`, `fail` are test/slurm.sh's, and so is set -e

# until_true SECONDS WHAT CMD…: waits for a state.
until_true() {
  local end=$((SECONDS + $1)) what=$2
  shift 2
  until "$@" > /dev/null 2>&1; do
    [ "$SECONDS" -lt "$end" ] || fail "$what: not so after a long time. $(tail -n 3 /var/log/slurm/*.log 2> /dev/null)"
    sleep 0.1
  done
}

# A root of their own by pivot_root, not chroot: in a chroot no user namespace can be made. Control groups are not mounted in it.
mount --make-rprivate /
mount -t tmpfs tmpfs "$room"
mkdir "$room"/{upper,work,root}
root=$room/root
mount -t overlay -o "lowerdir=/,upperdir=$room/upper,workdir=$room/work" overlay "$root"
mount -t proc proc "$root/proc"
mount -t sysfs sysfs "$root/sys"
mount --rbind /dev "$root/dev"
for folder in run tmp; do mount -t tmpfs -o mode=1777 tmpfs "$root/$folder"; done
mkdir -p "$root/srv/course" "$root/old"
mount --rbind "$here" "$root/srv/course"
cd "$root"
pivot_root . old
cd /srv/course
umount -l /old

hostname head
ip link set lo up
ip link add nodes type bridge
ip link set nodes up
ip address add 192.0.2.1/24 dev nodes
printf '127.0.0.1 localhost\n192.0.2.1 head\n192.0.2.11 node1\n192.0.2.12 node2\n' > /etc/hosts

mkdir -p /etc/munge /run/munge /run/lock /var/log/munge /var/lib/munge /var/log/slurm /var/spool/slurmctld /etc/slurm
head -c 128 /dev/urandom > /etc/munge/munge.key
chown -R munge: /etc/munge /run/munge /var/log/munge /var/lib/munge
chmod 755 /run/munge
chmod 400 /etc/munge/munge.key
setpriv --reuid=munge --regid=munge --clear-groups munged

# cred_expire: else a task that begins again waits two minutes. SlurmdTimeout: a lost node is lost after so many seconds
cat > /etc/slurm/slurm.conf << 'END'
ClusterName=course
SlurmctldHost=head(192.0.2.1)
SlurmUser=root
AuthType=auth/munge
AuthInfo=cred_expire=5
StateSaveLocation=/var/spool/slurmctld
SlurmdSpoolDir=/var/spool/slurmd-%n
SlurmctldPidFile=/run/slurmctld.pid
SlurmdPidFile=/run/slurmd-%n.pid
SlurmctldLogFile=/var/log/slurm/slurmctld.log
SlurmdLogFile=/var/log/slurm/slurmd-%n.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
MpiDefault=none
SlurmdParameters=config_overrides
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SchedulerParameters=sched_interval=1
SlurmdTimeout=5
ReturnToService=2
NodeName=node1 NodeAddr=192.0.2.11 CPUs=2 RealMemory=4000
NodeName=node2 NodeAddr=192.0.2.12 CPUs=2 RealMemory=4000
PartitionName=all Nodes=node[1-2] Default=YES MaxTime=INFINITE State=UP
END
echo CgroupPlugin=cgroup/v1 > /etc/slurm/cgroup.conf

# A node's first process, whose end is the end of all that runs there.
declare -A node
start_node() {
  local name=$1 address=$2
  mkdir -p "/var/spool/slurmd-$name"
  # shellcheck disable=SC2016 # for the shell inside
  unshare --net --uts --mount --pid --fork --kill-child --mount-proc sh -ec '
    hostname "$1"
    mount -t sysfs sysfs /sys
    ip link set lo up
    until ip link show eth0 > /dev/null 2>&1; do sleep 0.05; done
    ip address add "$2/24" dev eth0
    ip link set eth0 up
    slurmd -D -N "$1" &
    wait
  ' sh "$name" "$address" > "/var/log/slurm/$name.out" 2>&1 &
  node[$name]=$!
  # shellcheck disable=SC2016
  until_true 10 "$name has a network" sh -c '[ "$(readlink /proc/$1/ns/net)" != "$(readlink /proc/self/ns/net)" ]' sh "${node[$name]}"
  ip link add "$name" type veth peer name eth0 netns "${node[$name]}"
  ip link set "$name" master nodes up
}
pull_out() {
  kill -KILL "${node[$1]}"
  wait "${node[$1]}" 2> /dev/null || true
}

slurmctld -D > /var/log/slurm/head.out 2>&1 &
start_node node1 192.0.2.11
start_node node2 192.0.2.12
all_idle() { [ "$(sinfo -h -o '%D %t')" = "2 idle" ]; }
until_true 60 "both nodes are idle" all_idle
