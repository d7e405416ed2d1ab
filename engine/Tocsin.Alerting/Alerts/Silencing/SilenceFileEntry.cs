using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Configuration.Reading;

namespace Tocsin.Alerting.Alerts.Silencing;

/// <summary>A silence of a file.</summary>
/// <param name="Id">Its id; empty when it has none.</param>
/// <param name="Values">Its keys with their places.</param>
public sealed record SilenceFileEntry(string Id, ConfigMap Values)
{
    /// <summary>What is kept of it.</summary>
    public string Json => ConfigJson.Write(Values);
}
