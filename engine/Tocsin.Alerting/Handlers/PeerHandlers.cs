namespace Tocsin.Alerting.Handlers;

/// <summary>The handlers that Kapacitor has: a script or file that wants one which is not here deserves better than "unknown".</summary>
internal static class PeerHandlers
{
    /// <summary>As scripts write them, and the plugin that brings them.</summary>
    private static readonly Dictionary<string, string> Plugins = new(StringComparer.OrdinalIgnoreCase)
    {
        ["alerta"] = "Tocsin.Plugins.Alerta",
        ["bigPanda"] = "Tocsin.Plugins.BigPanda",
        ["discord"] = "Tocsin.Plugins.Discord",
        ["email"] = "Tocsin.Plugins.Smtp",
        ["hipChat"] = "Tocsin.Plugins.HipChat",
        ["kafka"] = "Tocsin.Plugins.Kafka",
        ["mqtt"] = "Tocsin.Plugins.Mqtt",
        ["opsGenie"] = "Tocsin.Plugins.OpsGenie",
        ["opsGenie2"] = "Tocsin.Plugins.OpsGenie",
        ["pagerDuty"] = "Tocsin.Plugins.PagerDuty",
        ["pagerDuty2"] = "Tocsin.Plugins.PagerDuty",
        ["pushover"] = "Tocsin.Plugins.Pushover",
        ["sensu"] = "Tocsin.Plugins.Sensu",
        ["serviceNow"] = "Tocsin.Plugins.ServiceNow",
        ["slack"] = "Tocsin.Plugins.Slack",
        ["smtp"] = "Tocsin.Plugins.Smtp",
        ["snmpTrap"] = "Tocsin.Plugins.SnmpTrap",
        ["talk"] = "Tocsin.Plugins.Talk",
        ["teams"] = "Tocsin.Plugins.Teams",
        ["telegram"] = "Tocsin.Plugins.Telegram",
        ["victorOps"] = "Tocsin.Plugins.VictorOps",
        ["zenoss"] = "Tocsin.Plugins.Zenoss",
    };

    /// <summary>The plugin that brings a handler; empty where there is none yet, null for names that mean no handler.</summary>
    public static string? PluginOf(string name) => Plugins.GetValueOrDefault(name);

    /// <summary>What to tell of a handler that is not here, and the way out; null for names that mean no handler.</summary>
    /// <param name="name">The property of a script, or the kind of a file.</param>
    public static (string Message, string WayOut)? Lacking(string name)
    {
        if (!Plugins.TryGetValue(name, out var plugin))
            return null;
        return ($"the handler {name} is not there: its plugin {plugin} is not loaded", $"put {plugin} into the folder of the plugins, or name that folder with --plugins");
    }
}
