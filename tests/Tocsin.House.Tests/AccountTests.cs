using System.Text.Json.Nodes;
using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Configuration.Reading;
using Tocsin.Alerting.Handlers;
using Tocsin.Engine.Hosting;
using Tocsin.Sdk;

namespace Tocsin.House.Tests;

/// <summary>Every kind of handler with a section of its own takes several accounts, in the same way.</summary>
public sealed class AccountTests : IDisposable
{
    private readonly HttpClient _http = new();

    public static TheoryData<string> Kinds =>
        [.. ShippedPlugins.WithExamples.Kinds.All.Where(k => k.Section is not null && k.Origin != HandlerKinds.EngineOrigin).Select(k => k.Name)];

    public void Dispose() => _http.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Account_is_chosen_by_name(string name)
    {
        TryCreate(name, "[{name: a}, {name: b, default: true}]", "{\"account\":\"a\"}").Should().BeNull();
        TryCreate(name, "[{name: a}, {name: b, default: true}]", "{}").Should().BeNull();
        TryCreate(name, "{name: a}", "{\"account\":\"a\"}").Should().BeNull();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Unknown_account_is_refused_with_the_nearest(string name)
    {
        var error = TryCreate(name, "[{name: europe}, {name: america}]", "{\"account\":\"amerika\"}");

        error.Should().Contain($"section '{KindOf(name).Section}' has no ").And.Contain("'amerika'; did you mean 'america'?");
    }

    [Theory]
    [InlineData("[{name: a}, {name: a}]", "several entries named 'a'")]
    [InlineData("[{default: true}, {default: false}]", "several entries without a name: handlers cannot choose one; give each a name")]
    [InlineData("[{name: a, default: true}, {name: b, default: true}]", "several entries with 'default: true'")]
    [InlineData("[{name: 5}]", "option 'name' must be text, not the number 5")]
    [InlineData("[{nam: a}]", "has no option 'nam'; did you mean 'name'?")]
    public void Wrong_list_of_accounts_is_told(string section, string problem) =>
        KindOf("victorops").Options.CheckSection(Sections("victorops", section)).Select(p => p.Message).Should().Contain(p => p.Contains(problem));

    [Fact]
    public void Scripts_choose_an_account_too() =>
        KindOf("victorops").ScriptMember!.Result!.Members.Should().Contain(member => member.Name == "account"); // A handler of alert nodes, with properties.

    private static HandlerKind KindOf(string name) => ShippedPlugins.WithExamples.Kinds.All.Single(k => k.Name == name);

    private static ServiceSections Sections(string section, string yaml) => ConfigFile.Parse("services.yaml", $"{section}: {yaml}", _ => null).Sections;

    private string? TryCreate(string name, string section, string options)
    {
        var kind = KindOf(name);
        var services = new HandlerServices { Http = _http, Sections = Sections(kind.Section ?? "", section) };
        kind.TryCreate(ConfigJson.Parse(WithRequired(kind, options)), services, new HandlerContext(), out var handler, out var refusal);
        (handler as IDisposable)?.Dispose();
        return refusal?.Message;
    }

    // What every kind that needs an option takes for it.
    private static string WithRequired(HandlerKind kind, string options)
    {
        var map = JsonNode.Parse(options)!.AsObject(); // Written above.
        foreach (var option in kind.Options.Describe().Where(option => option.IsRequired))
            map[option.Key] = "1.2.3";
        return map.ToJsonString();
    }
}
