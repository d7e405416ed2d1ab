using Tocsin.Alerting.Configuration.Reading;
using Tocsin.Alerting.Handlers;
using Tocsin.Engine.Hosting;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Tests.Testing;

/// <summary>Makes handlers as the server does: from their kind, its section of the configuration and options, all as text.</summary>
internal sealed class KindRig : IDisposable
{
    private readonly HttpClient _http = HandlerHttp.Create();

    /// <summary>What handlers said to the log.</summary>
    public List<string> Log { get; } = [];

    public IAlertHandler Create(Type handler, string configuration, string options) =>
        TryCreate(handler, configuration, options, out var made, out var error) ? made! : throw new InvalidOperationException(error); // Made.

    public bool TryCreate(Type handler, string configuration, string options, out IAlertHandler? made, out string? error)
    {
        var config = ConfigFile.Parse("services.yaml", configuration, _ => null);
        config.Problems.Should().BeEmpty();
        var services = new HandlerServices { Http = _http, Sections = config.Sections };
        var isMade = HandlerKind.FromType(handler, "test").TryCreate(ConfigJson.Parse(options), services, new HandlerContext { Log = Log.Add }, out made, out var refusal);
        error = refusal?.Message;
        return isMade;
    }

    public void Dispose() => _http.Dispose();
}
