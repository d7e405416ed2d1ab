using System.Text.RegularExpressions;
using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Configuration.Reading;
using Tocsin.Alerting.Configuration.Variables;
using Tocsin.Alerting.Definitions;
using Tocsin.Alerting.Handlers;
using Tocsin.Engine.Hosting;
using Tocsin.Sdk;

namespace Tocsin.House.Tests;

/// <summary>The handlers to copy can be made, and there is one of each kind: in the examples, or on the page of its plugin.</summary>
public sealed partial class HandlerExamplesTests
{
    private const string Folder = "examples/handlers";

    public static TheoryData<string> KindsOfPlugins => [.. IntegrationsPage.Handlers];

    public static TheoryData<string> Files => [.. Repository.Files(Folder, "*.yaml").Where(f => !f.Contains("/config/", StringComparison.Ordinal) && !f.Contains("/tests/", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Files))]
    public void Handler_to_copy_is_accepted(string file)
    {
        var result = HandlerFile.Parse(Repository.Read(file), file);

        result.Errors.Should().BeEmpty();
        var entry = result.Entries.Should().ContainSingle().Which;
        entry.ErrorsWith(ShippedPlugins.Kinds, static _ => null).Should().BeEmpty();
        entry.Spec.Kind.Should().Be(Path.GetFileNameWithoutExtension(file));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Handler_to_copy_is_made_with_the_configuration_beside_it(string file)
    {
        var spec = HandlerFile.Parse(Repository.Read(file), file).Handlers.Single();
        if (!ShippedPlugins.Kinds.TryFind(spec.Kind, out var kind) || kind.Origin == HandlerKinds.EngineOrigin)
            return;

        using var http = new HttpClient();
        var services = new HandlerServices { Http = http, Sections = Configuration().Sections };
        var options = spec.OptionsJson is { Length: > 0 } json ? ConfigJson.Parse(json) : new ConfigNull();

        kind.TryCreate(options, services, new HandlerContext(), out var handler, out var refusal).Should().BeTrue(refusal?.Message);
        kind.Options.CheckDelivery(FilledOptions.AsWritten(options), services.Sections).Select(p => p.Message).Should().BeEmpty("the service of {0} is switched on and somebody is named", spec.Kind);
        (handler as IDisposable)?.Dispose();
    }

    [Fact]
    public void Configuration_to_copy_is_accepted() => ShippedPlugins.Kinds.Check(Configuration().Sections).Select(p => p.ToString()).Should().BeEmpty();

    [Fact]
    public void There_is_a_handler_to_copy_of_each_kind_of_the_server() =>
        Repository.Files(Folder, "*.yaml").Select(f => Path.GetFileNameWithoutExtension(f)).Should()
            .Contain(ShippedPlugins.Kinds.All.Where(k => !k.Origin.StartsWith("Tocsin.Plugins.", StringComparison.Ordinal)).Select(k => k.Name));

    [Theory]
    [MemberData(nameof(KindsOfPlugins))]
    public void Handler_on_the_page_of_a_plugin_is_accepted(string name)
    {
        var page = $"plugins/{ShippedPlugins.Kinds.All.Single(k => k.Name == name).Origin}/README.md";
        var handlers = HandlerBlock().Matches(Repository.Read(page).ReplaceLineEndings("\n")).Select(block => block.Groups["yaml"].Value)
            .Select(yaml => HandlerFile.Parse(yaml, page)).Where(file => file.Entries.Any(entry => entry.Spec.Kind == name)).ToList();

        handlers.Should().NotBeEmpty("{0} shows how one is written", page);
        foreach (var file in handlers)
        {
            file.Errors.Should().BeEmpty();
            file.Entries.SelectMany(entry => entry.ErrorsWith(ShippedPlugins.Kinds, static _ => null)).Should().BeEmpty();
        }
    }

    // A webhook is an address, all else that is secret is a text.
    private static ConfigFile Configuration() => ConfigFile.Parse(
        "tocsin.yaml",
        Repository.Read(Folder + "/config/tocsin.yaml"),
        name => name.EndsWith("WEBHOOK", StringComparison.Ordinal) ? "https://example.com/hook" : $"value of {name}");

    [GeneratedRegex("""^```yaml\n(?<yaml>(#[^\n]*\n)?topic:.*?)^```""", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex HandlerBlock();
}
