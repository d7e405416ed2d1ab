using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Configuration.Reading;
using Tocsin.Alerting.Handlers;
using Tocsin.Engine.Hosting;
using Tocsin.Engine.Plugins;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Tests;

public sealed class LoadingTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly HttpClient _http = new();

    [Fact]
    public async Task Folder_brings_its_kind_and_delivers()
    {
        CopyPlugin("victorops");
        await using var stand = await Stand.AnsweringAsync(200);
        var config = ConfigFile.Parse("services.yaml", $"victorops: {{enabled: true, api-key: key, url: '{stand.Url}vo'}}", _ => null);

        var extensions = PluginLoader.LoadAll(_folder.Path, Extensions.BuiltIn);
        var (loads, kinds) = (extensions.Plugins, extensions.Kinds);
        var services = new HandlerServices { Http = _http, Sections = config.Sections };
        kinds.TryCreate("victorops", ConfigJson.Parse("""{"routing-key":"r"}"""), services, new HandlerContext(), out var handler, out var refusal);
        refusal.Should().BeNull();
        var delivery = await handler!.HandleAsync(Events.Critical(), default);

        loads.Should().ContainSingle().Which.Errors.Should().BeEmpty();
        kinds.Check(config.Sections).Should().BeEmpty();
        delivery.Outcome.Should().Be(DeliveryOutcome.Done);
        stand.Targets.Should().Equal("/vo/key/r");
    }

    [Fact]
    public async Task Plugins_with_libraries_of_their_own_deliver_from_their_folders()
    {
        using var cluster = new Kafka.MockCluster();
        await using var broker = await Mqtt.BrokerStand.StartAsync();
        var config = ConfigFile.Parse(
            "services.yaml", $"{{kafka: {{enabled: true, brokers: ['{cluster.Broker}']}}, mqtt: {{enabled: true, url: 'tcp://127.0.0.1:{broker.Port}'}}}}", _ => null);
        foreach (var plugin in new[] { "Tocsin.Plugins.Kafka", "Tocsin.Plugins.Mqtt" })
            CopyFolder(Path.Combine(AppContext.BaseDirectory, "plugins", plugin), _folder.Of(plugin));

        var kinds = PluginLoader.LoadAll(_folder.Path, Extensions.BuiltIn).Kinds;

        var services = new HandlerServices { Http = _http, Sections = config.Sections };
        foreach (var (kind, options) in new[] { ("kafka", """{"topic":"t"}"""), ("mqtt", """{"topic":"t","qos":2}""") })
        {
            kinds.TryCreate(kind, ConfigJson.Parse(options), services, new HandlerContext(), out var handler, out var refusal).Should().BeTrue(refusal?.Message);
            (await handler!.HandleAsync(Events.Critical() with { Message = "m" }, default)).Outcome.Should().Be(DeliveryOutcome.Done); // Made.
            (handler as IDisposable)?.Dispose();
        }

        cluster.Read("t", 1).Single().Should().Contain("\"id\":\"cpu/a\"");
        broker.Messages.Should().Equal("t 2 False m");
    }

    [Fact]
    public void Second_plugin_with_the_same_kind_is_told_and_harms_nothing()
    {
        CopyPlugin("a");
        CopyPlugin("b");

        var extensions = PluginLoader.LoadAll(_folder.Path, Extensions.BuiltIn);
        var (loads, kinds) = (extensions.Plugins, extensions.Kinds);

        loads[0].Errors.Should().BeEmpty();
        loads[1].Errors.Should().BeEquivalentTo(
            "handler kind 'victorops' (script property 'victorOps') is already provided by 'a'",
            "handler kind 'victorops-incident' (script property 'victorOpsIncident') is already provided by 'a'",
            "source kind 'victorops' is already provided by 'a'",
            "source kind 'victorops-rest' is already provided by 'a'",
            "command 'victorops teams import' is already provided by 'a'");
        kinds.All.Should().ContainSingle(k => k.Name == "victorops");
    }

    [Fact]
    public void Broken_folders_are_told_one_by_one()
    {
        Directory.CreateDirectory(_folder.Of("empty"));
        File.WriteAllText(Path.Combine(Directory.CreateDirectory(_folder.Of("text")).FullName, "x.dll"), "not an assembly");
        CopyPlugin("cut");
        foreach (var file in Directory.GetFiles(_folder.Of("cut"), "*.dll"))
            File.WriteAllBytes(file, File.ReadAllBytes(file)[..2000]);
        CopyPlugin("victorops");

        var extensions = PluginLoader.LoadAll(_folder.Path, Extensions.BuiltIn);
        var (loads, kinds) = (extensions.Plugins, extensions.Kinds);

        loads.Select(l => l.Id).Should().Equal("cut", "empty", "text", "victorops");
        loads[0].Errors.Should().ContainSingle().Which.Should().Contain("is not a .NET assembly");
        loads = [.. loads.Skip(1)];
        loads[0].Errors.Should().Equal("the folder holds no .dll: publish the plugin's project into it");
        loads[1].Errors.Should().ContainSingle().Which.Should().Contain("is not a .NET assembly");
        kinds.TryFind("victorops", out _).Should().BeTrue();
    }

    [Fact]
    public async Task Service_that_is_not_configured_refuses_events_with_the_way_out()
    {
        CopyPlugin("victorops");
        var kinds = PluginLoader.LoadAll(_folder.Path, Extensions.BuiltIn).Kinds;

        kinds.TryCreate("victorops", new ConfigNull(), new HandlerServices { Http = _http }, new HandlerContext(), out var handler, out _);
        var delivery = await handler!.HandleAsync(Events.Critical(), default);

        delivery.Outcome.Should().Be(DeliveryOutcome.Refused);
        delivery.Reason.Should().Be("service is not enabled: set 'enabled: true' in the section 'victorops' of the server's configuration");
    }

    public void Dispose()
    {
        _http.Dispose();
        _folder.Dispose();
    }

    private static void CopyFolder(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!); // It stands in a folder.
            File.Copy(file, copy);
        }
    }

    private void CopyPlugin(string id)
    {
        var from = Path.Combine(AppContext.BaseDirectory, "plugins", "Tocsin.Plugins.VictorOps");
        var to = Directory.CreateDirectory(_folder.Of(id)).FullName;
        foreach (var file in Directory.GetFiles(from))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
    }
}
