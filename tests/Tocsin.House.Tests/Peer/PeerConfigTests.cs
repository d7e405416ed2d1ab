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

    private static IEnumerable<string> Bound(ConfigSection section, ConfigFile file) => section.Elements(file.Root).Select(element => Tocsin.Alerting.Configuration.ConfigJson.Write(
        Tocsin.Alerting.Configuration.BoundOptions.Read(
            section.Shape,
            Tocsin.Alerting.Configuration.OptionsBinder.Bind(section.Shape.Type, element.Options, new Tocsin.Alerting.Configuration.BindRules("", IgnoresMissing: true), []),
            redacted: null)));
}
