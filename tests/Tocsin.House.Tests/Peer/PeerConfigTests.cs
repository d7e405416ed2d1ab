using Tocsin.Engine.Hosting;

namespace Tocsin.House.Tests.Peer;

/// <summary>A whole <c>kapacitor.conf</c>, with all that is shipped.</summary>
public sealed class PeerConfigTests
{
    private static readonly string Text = Repository.Read("tests/Tocsin.House.Tests/Peer/kapacitor.conf");

    [Fact]
    public void A_server_starts_with_the_file_that_Kapacitor_has_by_default()
    {
        var config = ConfigFile.Parse("kapacitor.conf", Text, _ => null, names: []);

        config.ProblemsFor(ShippedPlugins.Kinds).Where(problem => !problem.IsWarning).Select(problem => problem.ToString()).Should().BeEmpty();
        config.Options.DataDir.Should().Be("/var/lib/kapacitor");
        config.Options.Deadman.Id.Should().Be("node 'NODE_NAME' in task '{{ .TaskName }}'");
        config.Options.Logging.File.Should().Be("/var/log/kapacitor/kapacitor.log");
        config.Options.Influxdb.Should().ContainSingle().Which.ExcludedSubscriptions.Should().ContainKey("_kapacitor");
    }

    [Fact]
    public void What_it_comes_to_as_YAML_is_the_same()
    {
        var converted = ConfigConversion.Of("kapacitor.conf", Text, ShippedPlugins.Kinds);
        converted.IsFailed.Should().BeFalse();

        var yaml = ConfigFile.Parse("tocsin.yaml", converted.Yaml, _ => null);
        var toml = ConfigFile.Parse("kapacitor.conf", Text, _ => null, names: []);

        yaml.ProblemsFor(ShippedPlugins.Kinds).Where(problem => !problem.IsWarning).Select(problem => problem.ToString()).Should().BeEmpty();
        ConfigDifference.Between(toml.Options, yaml.Options).Should().Equal("http.auth"); // That nobody is asked must be said there.
        foreach (var section in ConfigSection.All(ShippedPlugins.Kinds).Where(section => toml.Sections.TryFind(section.Name, out _)))
        {
            yaml.Sections.TryFind(section.Name, out _).Should().BeTrue(section.Name);
            Bound(section, yaml).Should().Equal(Bound(section, toml), section.Name);
        }
    }

    [Fact]
    public void Each_of_its_lines_is_kept_or_named()
    {
        var converted = ConfigConversion.Of("kapacitor.conf", Text, ShippedPlugins.Kinds);
        var yaml = ConfigFile.Parse("tocsin.yaml", converted.Yaml, _ => null).Root;
        var toml = ConfigFile.Parse("kapacitor.conf", Text, _ => null, names: []).Root;

        var lost = toml.Entries.SelectMany(section => Maps(section.Value).SelectMany(map => map.Entries).Select(option => (Section: section.Key, Option: option.Key)))
            .Where(line => !(yaml.TryFind(line.Section, out var kept) && Maps(kept).Any(map => map.TryFind(line.Option, out _))))
            .Where(line => !converted.Report.Any(report => report.Contains($"section '{line.Section}' is left out", StringComparison.Ordinal)
                || report.Contains($"'{line.Section}.{line.Option}'", StringComparison.Ordinal)
                || (report.Contains($"section '{line.Section}'", StringComparison.Ordinal) && report.Contains($"'{line.Option}'", StringComparison.Ordinal))));
        lost.Should().BeEmpty();
        toml.Entries.Where(entry => !Maps(entry.Value).Any() && !yaml.TryFind(entry.Key, out _)).Select(entry => entry.Key).Where(key => !converted.Report.Any(report => report.Contains($"'{key}'", StringComparison.Ordinal))).Should().BeEmpty();
    }

    /// <summary>The sections that Kapacitor's API lists.</summary>
    [Theory]
    [InlineData("alerta azure bigpanda consul discord dns ec2 file-discovery gce hipchat httppost influxdb kafka kubernetes marathon mqtt nerve opsgenie opsgenie2 pagerduty pagerduty2 pushover scraper sensu")]
    [InlineData("serverset servicenow slack smtp snmptrap static-discovery swarm talk teams telegram triton victorops zenoss")]
    public void Its_sections_that_the_API_changes_are_there(string sections) =>
        sections.Split(' ').Except(ConfigSection.All(ShippedPlugins.Kinds).Select(section => section.Name)).Should().BeEmpty();

    private static IEnumerable<Tocsin.Alerting.Configuration.ConfigMap> Maps(Tocsin.Alerting.Configuration.ConfigValue value) =>
        (value is Tocsin.Alerting.Configuration.ConfigList list ? list.Items : [value]).OfType<Tocsin.Alerting.Configuration.ConfigMap>();

    private static IEnumerable<string> Bound(ConfigSection section, ConfigFile file) => section.Elements(file.Root).Select(element => Tocsin.Alerting.Configuration.Reading.ConfigJson.Write(
        Tocsin.Alerting.Configuration.Binding.BoundOptions.Read(
            section.Shape,
            Tocsin.Alerting.Configuration.Binding.OptionsBinder.Bind(section.Shape.Type, element.Options, new Tocsin.Alerting.Configuration.Binding.BindRules("", IgnoresMissing: true), []),
            redacted: null)));
}
