using Tocsin.Engine.Hosting;
using Tocsin.Pipelines.Influx;

namespace Tocsin.Conformance;

/// <summary>The server with a real InfluxDB, which is started for it. Nothing is started where that is not installed.</summary>
public sealed class BatchServer : RunningServer
{
    private readonly TempFolder _folder = new();
    private InfluxDaemon? _influxd;

    internal InfluxDaemon Influxd => _influxd ?? throw new InvalidOperationException("InfluxDB has not been started.");

    public override async Task InitializeAsync()
    {
        if (InstalledPrograms.WhyNot(InfluxDaemon.Program, InfluxDaemon.Install) is not null)
            return;
        _influxd = await InfluxDaemon.StartAsync();
        await base.InitializeAsync();
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        if (_influxd is not null)
            await _influxd.DisposeAsync();
        _folder.Dispose();
    }

    protected override EngineSettings Adapt(EngineSettings settings) => settings with
    {
        DataFolder = _folder.Of("data"),
        Influxdb = [new InfluxOptions { Urls = [Influxd.Url], DisableSubscriptions = true }],
    };
}
