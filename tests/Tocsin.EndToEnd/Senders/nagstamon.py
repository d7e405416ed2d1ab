"""Nagstamon's own class for Alertmanager, without its window: reads, acknowledges and silences, and prints what it knows."""
import datetime
import json
import sys

address = sys.argv[1]
sys.argv = sys.argv[:1]

from Nagstamon.Config import Server  # noqa: E402
from Nagstamon.Servers import create_server  # noqa: E402

settings = Server()
settings.type = "Alertmanager"
settings.name = "it"
settings.enabled = settings.save_password = True
settings.monitor_url = address
settings.map_to_hostname = "instance,host"
settings.map_to_servicename = "alertname"
settings.map_to_status_information = "summary"
settings.map_to_critical = "critical"
settings.map_to_warning = "warning"
server = create_server(settings)
server.map_to_hostname, server.map_to_servicename = settings.map_to_hostname, settings.map_to_servicename
server.map_to_status_information = settings.map_to_status_information
server.map_to_critical, server.map_to_warning = settings.map_to_critical, settings.map_to_warning
server.init_HTTP()


def show(what):
    server.new_hosts = {}
    result = server._get_status()
    server.hosts = dict(server.new_hosts)
    services = [
        [host.name, service.name, service.status, service.attempt, service.acknowledged, service.scheduled_downtime, service.status_information]
        for host in server.hosts.values() for service in host.services.values()]
    print(json.dumps([what, result.error, sorted(services)]))


now = datetime.datetime.now()
later = (now + datetime.timedelta(hours=2)).strftime("%Y-%m-%d %H:%M:%S")
show("read")
server.set_acknowledge({
    "host": "web-1", "service": "cpu", "author": "dana", "comment": "working on it", "sticky": True, "notify": False, "persistent": False,
    "acknowledge_all_services": False, "all_services": [], "expire_time": later})
show("acknowledged")
server._set_downtime("web-2", "disk", "dana", "new disks", True, now.strftime("%Y-%m-%d %H:%M:%S"), later, 2, 0)
show("downtime")
