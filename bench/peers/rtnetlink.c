// The network of lab 03 by rtnetlink(7) alone: a bridge, containers, veth pairs, addresses, default routes.
//   rtnetlink        in a host of its own, with two containers: all is gone with this process
//   rtnetlink N      on the host that it runs in, with N containers that have names as ip-netns(8) gives them: they stay
//   cc -O2 -o rtnetlink rtnetlink.c

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <linux/veth.h>
#include <net/if.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <unistd.h>

struct request {
  struct nlmsghdr header;
  union {
    struct ifinfomsg link;
    struct ifaddrmsg address;
    struct rtmsg route;
  };
  char attributes[512];
};

static void fail(const char *what) {
  fprintf(stderr, "%s: %s\n", what, strerror(errno));
  exit(1);
}

static void begin(struct request *request, int type, int flags, size_t body) {
  memset(request, 0, sizeof *request);
  request->header.nlmsg_len = NLMSG_LENGTH(body);
  request->header.nlmsg_type = type;
  request->header.nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK | flags;
}

static struct rtattr *add(struct request *request, int type, const void *data, size_t length) {
  struct rtattr *attribute = (void *)((char *)request + NLMSG_ALIGN(request->header.nlmsg_len));
  attribute->rta_type = type;
  attribute->rta_len = RTA_LENGTH(length);
  if (length) memcpy(RTA_DATA(attribute), data, length);
  request->header.nlmsg_len = NLMSG_ALIGN(request->header.nlmsg_len) + RTA_ALIGN(attribute->rta_len);
  return attribute;
}

static void close_nest(struct request *request, struct rtattr *nest) {
  nest->rta_len = (char *)request + request->header.nlmsg_len - (char *)nest;
}

static void ask(int fd, struct request *request, const char *what) {
  struct { struct nlmsghdr header; struct nlmsgerr error; char rest[1024]; } answer;
  if (send(fd, request, request->header.nlmsg_len, 0) < 0 || recv(fd, &answer, sizeof answer, 0) < 0) fail(what);
  errno = -answer.error.error;
  if (answer.header.nlmsg_type != NLMSG_ERROR || errno) fail(what);
}

static int open_netlink(void) {
  int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
  if (fd < 0) fail("socket");
  return fd;
}

static void up(int fd, const char *name, const char *master) {
  struct request request;
  begin(&request, RTM_NEWLINK, 0, sizeof request.link);
  request.link.ifi_index = if_nametoindex(name);
  request.link.ifi_flags = request.link.ifi_change = IFF_UP;
  if (master) {
    int index = if_nametoindex(master);
    add(&request, IFLA_MASTER, &index, sizeof index);
  }
  ask(fd, &request, name);
}

static void address(int fd, const char *name, const char *text) {
  struct request request;
  struct in_addr value;
  begin(&request, RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL, sizeof request.address);
  request.address.ifa_family = AF_INET;
  request.address.ifa_prefixlen = 16;
  request.address.ifa_index = if_nametoindex(name);
  inet_pton(AF_INET, text, &value);
  add(&request, IFA_LOCAL, &value, sizeof value);
  add(&request, IFA_ADDRESS, &value, sizeof value);
  ask(fd, &request, text);
}

static void bridge(int fd, const char *name) {
  struct request request;
  begin(&request, RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, sizeof request.link);
  add(&request, IFLA_IFNAME, name, strlen(name) + 1);
  struct rtattr *info = add(&request, IFLA_LINKINFO, NULL, 0);
  add(&request, IFLA_INFO_KIND, "bridge", 6);
  close_nest(&request, info);
  ask(fd, &request, name);
}

static void veth(int fd, const char *name, int netns) {
  struct request request;
  struct ifinfomsg peer = {0};
  begin(&request, RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, sizeof request.link);
  add(&request, IFLA_IFNAME, name, strlen(name) + 1);
  struct rtattr *info = add(&request, IFLA_LINKINFO, NULL, 0);
  add(&request, IFLA_INFO_KIND, "veth", 4);
  struct rtattr *data = add(&request, IFLA_INFO_DATA, NULL, 0);
  struct rtattr *other = add(&request, VETH_INFO_PEER, &peer, sizeof peer);
  add(&request, IFLA_IFNAME, "eth0", 5);
  add(&request, IFLA_NET_NS_FD, &netns, sizeof netns);
  close_nest(&request, other);
  close_nest(&request, data);
  close_nest(&request, info);
  ask(fd, &request, name);
}

static void default_route(int fd, const char *gateway) {
  struct request request;
  struct in_addr value;
  begin(&request, RTM_NEWROUTE, NLM_F_CREATE | NLM_F_EXCL, sizeof request.route);
  request.route.rtm_family = AF_INET;
  request.route.rtm_table = RT_TABLE_MAIN;
  request.route.rtm_protocol = RTPROT_BOOT;
  request.route.rtm_type = RTN_UNICAST;
  inet_pton(AF_INET, gateway, &value);
  add(&request, RTA_GATEWAY, &value, sizeof value);
  ask(fd, &request, "default");
}

static int open_netns(void) {
  int fd = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
  if (fd < 0) fail("/proc/self/ns/net");
  return fd;
}

static int new_netns(void) {
  if (unshare(CLONE_NEWNET)) fail("unshare");
  return open_netns();
}

static void enter(int netns) {
  if (setns(netns, CLONE_NEWNET)) fail("setns");
}

static void name_netns(const char *name) {
  char path[64];
  snprintf(path, sizeof path, "/run/netns/%s", name);
  int file = open(path, O_RDONLY | O_CREAT | O_EXCL, 0444);
  if (file < 0 || mount("/proc/self/ns/net", path, NULL, MS_BIND, NULL)) fail(path);
  close(file);
}

int main(int count, char **words) {
  int containers = count > 1 ? atoi(words[1]) : 2, are_named = count > 1;
  char port[32], name[32], inside_address[32];
  if (!are_named && geteuid() && unshare(CLONE_NEWUSER)) fail("unshare");
  int host = are_named ? open_netns() : new_netns(), fd;
  enter(host);
  fd = open_netlink();
  bridge(fd, "docker0");
  address(fd, "docker0", "172.17.0.1");
  up(fd, "docker0", NULL);
  for (int at = 1; at <= containers; at++) {
    snprintf(port, sizeof port, "veth%d", at);
    snprintf(name, sizeof name, "docker%d", at);
    snprintf(inside_address, sizeof inside_address, "172.17.%d.%d", (at + 1) / 256, (at + 1) % 256);
    int container = new_netns();
    if (are_named) name_netns(name);
    enter(host);
    veth(fd, port, container);
    up(fd, port, "docker0");
    enter(container);
    int inside = open_netlink();
    address(inside, "eth0", inside_address);
    up(inside, "eth0", NULL);
    default_route(inside, "172.17.0.1");
    close(inside);
    enter(host);
    close(container);
  }
  return 0;
}
