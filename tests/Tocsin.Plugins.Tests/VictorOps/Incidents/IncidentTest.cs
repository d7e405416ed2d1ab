using Tocsin.Alerting.Configuration.Reading;
using Tocsin.Alerting.Handlers;
using Tocsin.Engine.Hosting;
using Tocsin.Plugins.VictorOps.Incidents;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Tests.VictorOps.Incidents;

/// <summary>Tests of handlers that talk to a stand-in for the public API of an organisation.</summary>
public abstract class IncidentTest : IAsyncLifetime
{
    private Stand? _stand;

    private protected static AlertEvent Recovery { get; } = Events.Critical() with { Level = AlertLevel.Ok, PreviousLevel = AlertLevel.Critical, Message = "cpu/a is OK" };

    private protected static HandlerKind Kind => HandlerKind.FromType(typeof(IncidentHandler), "test");

    private protected Organisation Organisation { get; } = new();

    private protected HttpClient Http { get; } = new();

    /// <summary>What handlers said to the log.</summary>
    private protected List<string> Log { get; } = [];

    private protected Stand TheStand => _stand ?? throw new InvalidOperationException("The test has not begun.");

    public async Task InitializeAsync() => _stand = await Stand.StartAsync(context => Organisation.AnswerAsync(context, TheStand.Bodies[^1]));

    public async Task DisposeAsync()
    {
        Http.Dispose();
        await TheStand.DisposeAsync();
    }

    /// <param name="options">What the handler says.</param>
    /// <param name="setting">What the section says beside the account, each with a comma; it names one policy where it says nothing of policies.</param>
    /// <param name="url">Another address than the stand-in's.</param>
    private protected IAlertHandler HandlerFor(string options = "{}", string setting = "", Uri? url = null)
    {
        var targets = setting.Contains("policies", StringComparison.Ordinal) ? "" : "policies: [pol-all], ";
        var config = ConfigFile.Parse(
            "services.yaml",
            $"victorops-incident: {{enabled: true, api-id: {Organisation.ApiId}, api-key: k3y-secret, user-name: tocsin, {targets}{setting}url: '{url ?? TheStand.Url}'}}", _ => null);
        var services = new HandlerServices { Http = Http, Sections = config.Sections };
        Kind.TryCreate(ConfigJson.Parse(options), services, new HandlerContext { Log = Log.Add }, out var handler, out var refusal).Should().BeTrue(refusal?.Message);
        return handler!; // Just found to be made.
    }
}
