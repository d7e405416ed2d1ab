using Tocsin.Engine.Hosting;
using Tocsin.Influx.Connections;
using Tocsin.Pipelines.Influx;

namespace Tocsin.Engine.Tests.Influx;

public sealed class InfluxClustersTests
{
    private static readonly InfluxOptions A = new() { Name = "a" };
    private static readonly InfluxOptions B = new() { Name = "b", Default = true };

    [Theory]
    [InlineData("", "b")]
    [InlineData("a", "a")]
    [InlineData("b", "b")]
    public void The_one_of_a_name_or_the_default_is_found(string name, string found)
    {
        using var clusters = new InfluxClusters([A, B], TimeProvider.System);

        clusters.Find(name).Name.Should().Be(found);
    }

    [Fact]
    public void A_single_one_is_the_default()
    {
        using var clusters = new InfluxClusters([A, B with { Enabled = false }], TimeProvider.System);

        clusters.Find("").Name.Should().Be("a");
    }

    [Theory]
    [InlineData("other", "there is no InfluxDB of the name 'other': the section influxdb of the configuration has 'a', 'b'")]
    [InlineData("", "no InfluxDB is the default one: name one of 'a', 'b' with .cluster()")]
    public void What_is_not_there_says_what_is(string name, string message)
    {
        using var clusters = new InfluxClusters([A, B with { Default = false }], TimeProvider.System);

        clusters.Invoking(it => it.Find(name)).Should().Throw<InfluxException>().WithMessage(message);
    }

    [Fact]
    public void Without_a_section_the_way_out_is_told() =>
        InfluxClusters.None.Invoking(it => it.Find("")).Should().Throw<InfluxException>().WithMessage("no InfluxDB is configured: add a section influxdb*");

    [Fact]
    public void A_change_keeps_what_is_the_same_and_tells_of_the_rest()
    {
        using var clusters = new InfluxClusters([A, B], TimeProvider.System);
        var changes = 0;
        clusters.Changed += () => changes++;
        var (a, b) = (clusters.Find("a"), clusters.Find("b"));

        clusters.Change([A with { Urls = [.. A.Urls] }, B with { Default = true }]);
        changes.Should().Be(0);
        clusters.Change([A, B with { Urls = ["http://other:8086"] }]);

        changes.Should().Be(1);
        clusters.Find("a").Should().BeSameAs(a);
        clusters.Find("b").Should().NotBeSameAs(b);
    }

    [Fact]
    public void A_section_of_the_configuration_has_the_keys_of_kapacitor()
    {
        var config = Parse("""
            influxdb:
              - name: main
                default: true
                urls: [ "http://one:8086", "https://two:8086" ]
                username: me
                password: secret
                ssl-ca: /etc/ca.pem
                insecure-skip-verify: true
                timeout: 30s
                disable-subscriptions: false
                subscription-protocol: udp
                subscription-mode: server
                kapacitor-hostname: alerts
                http-port: 9093
                udp-bind: 0.0.0.0
                udp-buffer: 500
                udp-read-buffer: 1024
                startup-timeout: 1m
                subscriptions-sync-interval: 30s
                subscriptions:
                  telegraf: [ autogen, rp ]
                excluded-subscriptions:
                  _internal: [ monitor ]
              - name: other
                token: abc
            """);

        config.Problems.Should().BeEmpty();
        var main = config.Options.Influxdb[0];
        main.Urls.Should().Equal("http://one:8086", "https://two:8086");
        main.SubscriptionProtocol.Should().Be(SubscriptionProtocol.Udp);
        main.Subscriptions["telegraf"].Should().Equal("autogen", "rp");
        main.ExcludedSubscriptions.Keys.Should().Equal("_internal");
        config.Options.Influxdb[1].Token.Should().Be("abc");
    }

    [Theory]
    [InlineData("influxdb:\n  - {}\n  - {}", "*has 2 entries of the name 'default'*")]
    [InlineData("influxdb:\n  - name: a\n  - name: b", "*has 2 enabled entries of which 0 have default: true; exactly one must have it*")]
    [InlineData("influxdb:\n  - urls: [ localhost ]", "*influxdb[[]0].urls[[]0]' must be an address that begins with http:// or https://*")]
    [InlineData("influxdb:\n  - urls: []", "*influxdb[[]0].urls': needs an address*")]
    [InlineData("influxdb:\n  - password: secret", "*password': needs a username*")]
    [InlineData("influxdb:\n  - subscription-protocol: tcp", "*must be one of http, https, udp*")]
    [InlineData("influxdb:\n  - subscriptions: { a: b }", "*subscriptions.a' must be a list of texts*")]
    public void Mistakes_are_told_with_their_place(string yaml, string message)
    {
        var problems = Parse(yaml).Problems;

        problems.Should().ContainSingle().Which.ToString().Should().Match(message.Replace("[[]", "[", StringComparison.Ordinal));
        problems[0].ToString().Should().NotContain("secret");
    }

    [Theory]
    [InlineData("influxdb:\n  - urls: [ \"http://a:1\" ]", "influxdb:\n  - urls: [ \"http://a:1\" ]", "")]
    [InlineData("influxdb:\n  - timeout: 1s", "influxdb:\n  - timeout: 2s", "influxdb[0].timeout")]
    [InlineData("influxdb:\n  - subscriptions: { a: [ b ] }", "influxdb:\n  - subscriptions: { a: [ c ] }", "influxdb[0].subscriptions")]
    [InlineData("influxdb: []", "influxdb:\n  - {}", "influxdb[0]")]
    public void What_changed_is_named_by_key(string before, string now, string keys) =>
        string.Join(' ', ConfigDifference.Between(Parse(before).Options, Parse(now).Options)).Should().Be(keys);

    private static ConfigFile Parse(string yaml) => ConfigFile.Parse("tocsin.yaml", yaml, _ => null);
}
