# Read by test/slurm.sh, on its head: a class of 48 by an ordinary user, and node2 pulled out while it grades.
# shellcheck shell=bash disable=SC2154 # `fail`, `until_true`, `pull_out` are test/slurm.sh's

bun=$(readlink -f "$(command -v bun)")
install -D "$bun" /usr/local/bin/bun # where everybody may run it
id=54321
echo "teacher:x:$id:$id::/home/teacher:/bin/bash" >> /etc/passwd
echo "teacher:x:$id:" >> /etc/group
home=/home/teacher
install -d -o $id -g $id $home
teacher() { setpriv --reuid=$id --regid=$id --clear-groups env HOME=$home PATH="/usr/local/bin:$PATH" "$@"; }

teacher bun test/class/parts.ts write $home/class 48
sed -i '1i sleep 6' $home/class/*-right/*.sh # so that a shard has a middle
said=$(teacher docs/class/slurm.sh $home/class $home/out --timeout 20) || fail "it was not taken: $said"
array=$(grep -o 'job [0-9]*' <<< "$said" | head -n 1 | cut -d ' ' -f 2)
merge=$(grep -o 'job [0-9]* merges' <<< "$said" | cut -d ' ' -f 2)

# of a copy: the grader has its gradebook to itself
graded() {
  rm -rf /tmp/copy && mkdir /tmp/copy
  cp "$home/out/shards/$1"/gradebook.sqlite /tmp/copy 2> /dev/null && bun test/class/parts.ts count /tmp/copy 2> /dev/null || echo 0
}
on_node2() { squeue -h -t RUNNING -j "$array" -o '%N %K' | grep -o 'node2 [0-9]*' | cut -d ' ' -f 2; }
begun() { shard=$(on_node2) && [ "$(graded "$shard")" -gt 0 ]; }
until_true 120 "node2 has graded somebody" begun
pull_out node2
echo "ok   node2 is pulled out: of shard $shard, $(graded "$shard") are graded"

over() { [ -z "$(squeue -h -j "$array,$merge")" ]; }
until_true 400 "the jobs have ended" over
restarts=$(scontrol show job "${array}_$shard" | grep -o 'Restarts=[0-9]*')
[ "$restarts" = Restarts=1 ] || fail "shard $shard was not begun again: $restarts"
last=$(grep 'graded, .* unchanged' "$home/out/log/shard-$shard.txt" | tail -n 1)
grep -q '[1-9][0-9]* graded, [1-9][0-9]* unchanged' <<< "$last" || fail "shard $shard did not go on where it was: $last"
echo "ok   shard $shard was begun again, and went on: $last"

teacher bun grader $home/class --out $home/one --timeout 20 > $home/said 2>&1 || [ $? -eq 1 ] || fail "one run: $(tail -n 5 $home/said)"
said=$(teacher bun test/class/parts.ts same $home/one $home/out/all) || fail "the grades are not those of one run: $said"
echo "ok   four shards on two nodes, merged: the grades of one run: $said"
