using System.Reflection;
using Tocsin.Engine.Hosting;
using Tocsin.Server.Reloading;

namespace Tocsin.Server.Tests.Reloading;

public sealed class ConfigKeysTests
{
    [Theory]
    [InlineData("delivery.give-up-after", ConfigEffect.AtOnce)]
    [InlineData("ledger.keep", ConfigEffect.AtOnce)]
    [InlineData("ledger.enabled", ConfigEffect.WithServer)]
    [InlineData("logging.level", ConfigEffect.AtOnce)]
    [InlineData("deadman.id", ConfigEffect.WithTask)]
    [InlineData("alerts.close-removed", ConfigEffect.AtOnce)]
    [InlineData("alerts.close-silent-after", ConfigEffect.WithTask)]
    [InlineData("http.bind-address", ConfigEffect.WithServer)]
    [InlineData("some-key.nobody-knows-yet", ConfigEffect.WithServer)]
    internal void A_key_of_the_server_counts_from_when_it_can(string key, ConfigEffect effect) => ConfigKeys.OfServer(key).Should().Be(effect);

    [Fact]
    public void The_page_tells_of_every_key_from_when_it_counts()
    {
        var page = File.ReadAllText(Path.Combine(RepositoryFiles.Root, "docs", "operating.md"));
        var rows = page[page.IndexOf("| keys | in force |", StringComparison.Ordinal)..].Split('\n').Skip(2).TakeWhile(line => line.StartsWith('|')).ToList();
        string Row(string start) => rows.Single(row => row.Contains(start, StringComparison.Ordinal));
        var told = new Dictionary<ConfigEffect, string>
        {
            [ConfigEffect.AtOnce] = Row("`delivery`") + Row("`logging.level`"), [ConfigEffect.WithTask] = Row("`deadman`"), [ConfigEffect.WithServer] = Row("all others"),
        };
        foreach (var member in typeof(ServerOptions).GetProperties())
        {
            foreach (var key in KeysOf(member))
            {
                var effect = ConfigKeys.OfServer(key);
                var names = new[] { $"`{key}`", $"`{key.Split('.')[0]}`" };
                names.Any(name => told[effect].Contains(name, StringComparison.Ordinal)).Should().BeTrue("{0} counts {1}", key, effect);
            }
        }
    }

    [Theory]
    [InlineData("victorops.api-key", ConfigEffect.AtOnce)]
    [InlineData("slack[1].global", ConfigEffect.WithTask)]
    [InlineData("slack.state-changes-only", ConfigEffect.WithTask)]
    internal void A_key_of_a_service_counts_from_when_it_can(string key, ConfigEffect effect) => ConfigKeys.OfService(key).Should().Be(effect);

    private static IEnumerable<string> KeysOf(PropertyInfo member)
    {
        var name = Kebab(member.Name);
        return member.PropertyType.Namespace?.StartsWith("Tocsin", StringComparison.Ordinal) == true && member.PropertyType.IsClass
            ? member.PropertyType.GetProperties().Where(inner => inner.SetMethod is { IsPublic: true }).Select(inner => $"{name}.{Kebab(inner.Name)}")
            : [name];
    }

    private static string Kebab(string name) => string.Concat(name.Select((letter, i) => char.IsUpper(letter) ? (i == 0 ? "" : "-") + char.ToLowerInvariant(letter) : letter.ToString()));

    [Fact]
    public void Differences_are_told_by_key_and_never_by_value()
    {
        var before = ConfigFile.Parse("a.yaml", "delivery: {jitter: 0.2}\nslack: [{workspace: a, url: 'http://secret-1/'}, {workspace: b}]\nsmtp: {to: [x]}\nold: {}\n", _ => null);
        var now = ConfigFile.Parse("a.yaml", "# moved\n\ndelivery: {jitter: 0.3}\nslack: [{workspace: a, url: 'http://secret-2/'}, {workspace: b}, {workspace: c}]\nSMTP: {to: [x]}\nnew: {}\n", _ => null);

        ConfigDifference.Between(before.Options, now.Options).Should().Equal("delivery.jitter");
        ConfigDifference.Between(before.Sections, now.Sections).Should().Equal("slack[0].url", "slack[2]", "old", "new");
    }
}
