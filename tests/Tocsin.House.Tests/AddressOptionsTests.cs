using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Configuration.Binding;
using Tocsin.Alerting.Configuration.Variables;
using Tocsin.Engine.Hosting;

namespace Tocsin.House.Tests;

/// <summary>What is an address is judged as one: without a scheme nobody is ever reached.</summary>
public sealed class AddressOptionsTests
{
    private const string WithoutScheme = "localhost:20780/v2/enqueue";

    // Links and pictures that are passed on, and nobody here asks for.
    private static readonly string[] PassedOn = ["discord.avatar-url"];

    [Fact]
    public void An_address_without_a_scheme_is_refused_in_every_section()
    {
        var asked = new List<string>();
        foreach (var section in ConfigSection.All(ShippedPlugins.Kinds))
        {
            foreach (var member in section.Shape.Members.Where(IsAddress).Where(member => !PassedOn.Contains($"{section.Name}.{member.Key}")))
            {
                asked.Add(section.Name);
                ProblemsOf(section, member, WithoutScheme).Should().Contain(problem => problem.Message.Contains(" must be an address that begins with "), $"{section.Name}.{member.Key} is an address");
                ProblemsOf(section, member, $"{member.Schemes[0]}://localhost:20780/v2/enqueue").Should().NotContain(problem => problem.Message.Contains(" must be an address "), $"{section.Name}.{member.Key} is right");
            }
        }

        asked.Should().Contain(["alerta", "bigpanda", "ec2", "hipchat", "httppost", "influxdb", "kafka", "kubernetes", "mqtt", "opsgenie", "opsgenie2", "pagerduty", "pagerduty2", "slack", "swarm", "talk", "teams", "telegram", "victorops"]);
    }

    [Fact]
    public void An_address_without_a_scheme_is_refused_in_the_options_of_every_kind()
    {
        var asked = new List<string>();
        foreach (var kind in ShippedPlugins.Kinds.All)
        {
            foreach (var option in kind.Options.Describe().Where(option => option.Type == "address" || option.Key.EndsWith("channel-url", StringComparison.Ordinal)))
            {
                asked.Add(kind.Name);
                var options = new ConfigMap([new ConfigEntry(option.Key, new ConfigText(WithoutScheme))]);
                kind.Options.Check(FilledOptions.AsWritten(options)).Should().Contain(problem => problem.Option == option.Key && problem.Message.Contains(" must be an address that begins with http:// or https://"), $"{kind.Name} sends to {option.Key}");
            }
        }

        asked.Should().Contain(["servicenow", "zenoss", "teams"]);
    }

    [Fact]
    public void The_place_and_the_way_out_are_named()
    {
        var config = ConfigFile.Parse("kapacitor.conf", $"[pagerduty2]\nenabled = true\nurl = \"{WithoutScheme}\"", _ => null, names: []);

        config.ProblemsFor(ShippedPlugins.Kinds).Should().ContainSingle(problem => !problem.IsWarning).Which.ToString().Should()
            .Be($"kapacitor.conf:3:7: section 'pagerduty2' option 'url' must be an address that begins with http:// or https://, such as https://host/path, not the text \"{WithoutScheme}\"");
    }

    private static bool IsAddress(OptionMember member) => member.Schemes.Count > 0 || member.Key is "url" or "urls" || member.Key.EndsWith("-url", StringComparison.Ordinal);

    private static List<ConfigProblem> ProblemsOf(ConfigSection section, OptionMember member, string address)
    {
        var problems = new List<ConfigProblem>();
        ConfigValue value = member.IsList ? new ConfigList([new ConfigText(address)]) : new ConfigText(address);
        OptionsBinder.Bind(section.Shape.Type, new ConfigMap([new ConfigEntry(member.Key, value)]), new BindRules("", IgnoresMissing: true), problems);
        return problems;
    }
}
