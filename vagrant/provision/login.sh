# shellcheck shell=sh
# What the student meets at login: the project, the commands, and what to do first.

# pam_env reads this for every ssh command; Debian's own PATH for users has no sbin, where brctl and ifconfig are
put /etc/environment <<'ENVIRONMENT'
PATH="/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
ENVIRONMENT

# a login shell's /etc/profile sets PATH again
put /etc/profile.d/course.sh <<PROFILE
# made by $course/vagrant/provision.sh
export PATH="/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
# the student's login shell starts in the project
if [ -O "$course" ] && [ "\$PWD" = "\$HOME" ]; then cd "$course"; fi
# completion of the course's command lines, at the first tab
if [ -n "\${BASH_VERSION-}" ]; then
  __course_load() { complete -r bun; eval "\$(bun "$course/grader/completions/index.ts" bash)"; return 124; }
  complete -F __course_load bun
fi
PROFILE

home=$(getent passwd "$user" | cut -d : -f 6)
if [ "$(readlink "$home/course")" != "$course" ]; then
  ln -sfn "$course" "$home/course"
  changed "linked $home/course"
fi

put /etc/motd <<MOTD

Container Network Labs: the project is in $course (also ~/course); you are there now.

  bun labs/03-bridge.ts      build the first bridge, told step by step
  bun grader 03              what is right, what is wrong, and where to look next
  bun run doctor             is everything here?
  cat /run/course-docs/url   the course in your own browser: this URL, with the port that \`vagrant up\` printed

容器网络实验：项目在 $course（也就是 ~/course），你现在就在这个目录里。先试这几条命令：

  bun labs/03-bridge.ts --lang zh      搭出第一个网桥，每一步都有讲解
  bun grader 03                        哪里对，哪里不对，下一步看什么
  cat /run/course-docs/url             在自己电脑的浏览器里打开课程：就是这个 URL，端口换成 vagrant up 显示的
  export LANG=zh_CN.UTF-8              从现在起都用中文

MOTD
