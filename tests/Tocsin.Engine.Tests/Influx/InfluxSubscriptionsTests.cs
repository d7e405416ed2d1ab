using System.Net;
using System.Net.Sockets;
using Tocsin.Engine.Subscriptions;
using Tocsin.Engine.Tests.Inputs;
using Tocsin.Influx.Client;
using Tocsin.Pipelines.Influx;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Engine.Tests.Influx;

public sealed class InfluxSubscriptionsTests : IAsyncLifetime
{
    private const string Name = "kapacitor-cluster";
    private const string Here = "http://alerts:9092";

    private readonly InfluxStandIn _influx = new();
    private readonly Taken _taken = new();
    private readonly List<InfluxSubscription> _present = [];
    private Dictionary<string, string[]> _databases = new() { ["telegraf"] = ["autogen", "month"], ["_kapacitor"] = ["autogen"], ["app"] = ["autogen"] };
    private InfluxSubscriptions _subscriptions = null!; // Set before each test.

    public Task InitializeAsync()
    {
        _influx.Answer = Answer;
        _subscriptions = new InfluxSubscriptions(_influx.Clusters, new ServerIdentity("alerts", "cluster", "server"), _taken.Services with { Time = _influx.Time });
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Each_retention_policy_gets_a_subscription_but_those_that_are_excluded()
    {
        await StartAsync(new InfluxOptions());

        Places().Should().Equal("telegraf.autogen", "telegraf.month", "app.autogen");
        _present.Should().OnlyContain(subscription => subscription.Name == Name && subscription.Mode == "ANY" && subscription.Destinations.Single() == Here);
        _subscriptions.All.Single().Should().BeEquivalentTo(new { Name, Destination = Here, Count = 3, Problem = "", NeedsAttention = false });
    }

    [Theory]
    [InlineData("", 0, "https://alerts:9092")]
    [InlineData("proxy", 0, "http://proxy:9092")]
    [InlineData("", 8080, "http://alerts:8080")]
    public void A_server_that_speaks_https_is_reached_by_https_unless_there_is_a_proxy(string host, int port, string destination) =>
        new SubscriptionAddress(new ServerIdentity("alerts", "cluster", "server"), 9092, IsEncrypted: true)
            .DestinationOf(new InfluxOptions { KapacitorHostname = host, HttpPort = port }).Should().Be(destination);

    [Theory]
    [InlineData("http://localhost:9092", "http://localhost:8086", true)]
    [InlineData("http://127.0.0.1:9092", "http://127.0.0.1:8086", true)]
    [InlineData("http://ALERTS:9092", "http://elsewhere:8086", true)]
    [InlineData("http://localhost:9092", "http://elsewhere:8086", false)]
    [InlineData("http://localhost:9093", "http://localhost:8086", false)]
    public async Task What_a_Kapacitor_with_another_id_and_another_name_of_this_machine_left_is_not_doubled(string destination, string influx, bool isHere)
    {
        _present.Add(new InfluxSubscription("app", "autogen", "kapacitor-before", "ANY", [destination]));
        await StartAsync(new InfluxOptions { Urls = [influx] });

        _present.Where(subscription => subscription.Database == "app").Select(subscription => subscription.Name).Should().Equal(isHere ? ["kapacitor-before"] : ["kapacitor-before", Name]);
    }

    [Fact]
    public async Task A_server_that_asks_who_calls_has_InfluxDB_say_it_and_shows_that_to_nobody()
    {
        var password = (string?)null;
        _present.Add(new InfluxSubscription("telegraf", "autogen", "kapacitor-before", "ANY", ["http://~subscriber:token@alerts:9092"]));
        await StartAsync(new InfluxOptions(), password: () => password);
        Places().Should().HaveCount(2);

        password = "s3cret";
        (await _subscriptions.SyncAsync()).Should().BeNull();

        _present.Where(subscription => subscription.Name is not ("kapacitor-other" or "mine")).Should().HaveCount(3)
            .And.OnlyContain(subscription => subscription.Name == Name && subscription.Destinations.Single() == "http://~subscriber:s3cret@alerts:9092");
        _subscriptions.All.Single().Destination.Should().Be(Here);
    }

    [Fact]
    public async Task Only_those_that_are_named_and_there_get_one()
    {
        await StartAsync(new InfluxOptions { Subscriptions = new Dictionary<string, IReadOnlyList<string>> { ["telegraf"] = ["month", "none"], ["absent"] = ["autogen"] } });

        Places().Should().Equal("telegraf.month");
    }

    [Fact]
    public async Task Those_that_are_named_and_not_there_need_attention_until_they_come()
    {
        const string Absent = "subscriptions of the configuration names what is not there: there is no database 'telegarf', did you mean 'telegraf'?; database 'app' has no retention policy 'autogn', did you mean 'autogen'?";
        await StartAsync(new InfluxOptions { Subscriptions = new Dictionary<string, IReadOnlyList<string>> { ["telegarf"] = ["autogen"], ["app"] = ["autogn", "autogen"] } });

        Places().Should().Equal("app.autogen");
        _subscriptions.All.Single().Should().BeEquivalentTo(new { Count = 1, Problem = Absent, NeedsAttention = true });
        (await _subscriptions.SyncAsync()).Should().Be("default: " + Absent);

        _databases = new() { ["telegarf"] = ["autogen"], ["app"] = ["autogn", "autogen"] };
        (await _subscriptions.SyncAsync()).Should().BeNull();
        _subscriptions.All.Single().Should().BeEquivalentTo(new { Count = 3, Problem = "", NeedsAttention = false });
    }

    [Fact]
    public async Task Databases_that_come_and_go_are_followed()
    {
        await StartAsync(new InfluxOptions());
        _databases = new() { ["telegraf"] = ["autogen"], ["new"] = ["p"] };

        await Until.True(() => Places().Contains("new.p"), _influx.Time, TimeSpan.FromMinutes(1));

        Places().Should().BeEquivalentTo("telegraf.autogen", "new.p");
    }

    [Fact]
    public async Task Nothing_is_done_twice()
    {
        await StartAsync(new InfluxOptions());
        (await _subscriptions.SyncAsync()).Should().BeNull();

        _influx.Requests.Count(request => request.Contains("CREATE", StringComparison.Ordinal)).Should().Be(3);
        _influx.Requests.Should().NotContain(request => request.Contains("DROP", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("https", "cluster", "", "", 0, "kapacitor-cluster", "https://alerts:9092")]
    [InlineData("http", "server", "tocsin.example.com", "", 80, "kapacitor-server", "http://tocsin.example.com:80")]
    [InlineData("http", "cluster", "::1", "/in/", 0, "kapacitor-cluster", "http://[::1]:9092/in")]
    public async Task The_configuration_says_where_writes_are_sent_to(string protocol, string mode, string host, string path, int port, string name, string destination)
    {
        await StartAsync(new InfluxOptions
        {
            SubscriptionProtocol = Enum.Parse<SubscriptionProtocol>(protocol, ignoreCase: true),
            SubscriptionMode = Enum.Parse<SubscriptionMode>(mode, ignoreCase: true),
            KapacitorHostname = host,
            SubscriptionPath = path,
            HttpPort = port,
        });

        _present.Should().OnlyContain(subscription => subscription.Name == name && subscription.Destinations.Single() == destination);
    }

    [Fact]
    public async Task By_udp_each_retention_policy_has_a_port_of_its_own()
    {
        await StartAsync(new InfluxOptions { SubscriptionProtocol = SubscriptionProtocol.Udp, UdpBind = "127.0.0.1" });
        var place = _present.Single(subscription => subscription is { Database: "telegraf", RetentionPolicy: "month" });
        var destination = new Uri(place.Destinations.Single());
        destination.Scheme.Should().Be("udp");
        using var client = new UdpClient();
        client.Send("m v=1 5"u8, new IPEndPoint(IPAddress.Loopback, destination.Port));

        await _taken.Have(1);
        _taken.Lines.Should().Equal("telegraf.month/1 m v=1 5");
        _subscriptions.Listeners.Should().HaveCount(3);
        _databases = [];
        await _subscriptions.SyncAsync();
        _subscriptions.Listeners.Should().BeEmpty();
    }

    [Fact]
    public async Task One_that_was_changed_is_made_anew_and_those_of_others_are_left()
    {
        _present.Add(new InfluxSubscription("telegraf", "autogen", Name, "ANY", ["http://elsewhere:9092"]));
        _present.Add(new InfluxSubscription("telegraf", "autogen", "kapacitor-other", "ANY", ["http://elsewhere:9092"]));
        _present.Add(new InfluxSubscription("telegraf", "autogen", "mine", "ALL", [Here]));
        await StartAsync(new InfluxOptions());

        _present.Where(subscription => subscription.Name == Name).Should().HaveCount(3).And.OnlyContain(subscription => subscription.Destinations.Single() == Here);
        _present.Select(subscription => subscription.Name).Should().Contain(["kapacitor-other", "mine"]);
    }

    [Fact]
    public async Task What_a_Kapacitor_at_this_address_left_is_gone_on_with_so_that_nothing_comes_twice()
    {
        _present.Add(new InfluxSubscription("telegraf", "autogen", "kapacitor-before", "ANY", ["http://~subscriber:token@alerts:9092"]));
        _present.Add(new InfluxSubscription("telegraf", "autogen", Name, "ANY", [Here]));
        _present.Add(new InfluxSubscription("_kapacitor", "autogen", "kapacitor-before", "ANY", [Here]));
        await StartAsync(new InfluxOptions());

        _present.Select(subscription => $"{subscription.Name} {subscription.Database}.{subscription.RetentionPolicy}")
            .Should().BeEquivalentTo("kapacitor-before telegraf.autogen", $"{Name} telegraf.month", $"{Name} app.autogen");
        (await _subscriptions.SyncAsync()).Should().BeNull();
        _present.Should().HaveCount(3);
    }

    [Fact]
    public async Task An_InfluxDB_that_is_away_is_asked_again_until_it_is_there()
    {
        _influx.Answer = _ => (0, "");
        await StartAsync(new InfluxOptions { StartupTimeout = TimeSpan.FromSeconds(30) }, isWaitedFor: false);
        await Until.True(() => _subscriptions.All.Single().Problem.Length > 0);
        _subscriptions.All.Single().NeedsAttention.Should().BeFalse();
        (await _subscriptions.SyncAsync()).Should().StartWith("default: InfluxDB at http://localhost:8086 cannot be reached");
        await Until.True(() => _subscriptions.All.Single().NeedsAttention, _influx.Time, TimeSpan.FromSeconds(1));

        _influx.Answer = Answer;
        await Until.True(() => _subscriptions.All.Single().Problem.Length == 0, _influx.Time, TimeSpan.FromSeconds(1));
        Places().Should().HaveCount(3);
    }

    [Fact]
    public async Task An_InfluxDB_that_is_no_longer_configured_loses_them()
    {
        await StartAsync(new InfluxOptions());

        _influx.Clusters.Change([new InfluxOptions { Name = "other", DisableSubscriptions = true }]);

        await Until.True(() => Places().Count == 0);
        _subscriptions.All.Should().BeEmpty();
    }

    [Fact]
    public async Task Where_they_are_disabled_nothing_is_asked()
    {
        await StartAsync(new InfluxOptions { DisableSubscriptions = true }, isWaitedFor: false);

        (await _subscriptions.SyncAsync()).Should().BeNull();
        _influx.Requests.Should().BeEmpty();
    }

    public async Task DisposeAsync()
    {
        await _subscriptions.DisposeAsync();
        _influx.Dispose();
    }

    private async Task StartAsync(InfluxOptions options, bool isWaitedFor = true, Func<string?>? password = null)
    {
        _influx.Clusters.Change([options]);
        await _subscriptions.StartAsync(9092, password: password);
        if (isWaitedFor)
            await Until.True(() => _subscriptions.All.Single().Synced is not null);
    }

    private List<string> Places()
    {
        lock (_present)
            return [.. _present.Where(subscription => subscription.Name == Name).Select(subscription => $"{subscription.Database}.{subscription.RetentionPolicy}")];
    }

    private (int, string) Answer(string request)
    {
        var words = request[(request.IndexOf("q=", StringComparison.Ordinal) + 2)..].Split(' ');
        lock (_present)
        {
            return (200, words switch
            {
                ["SHOW", "DATABASES"] => Table("databases", "name", _databases.Keys.Select(name => $"[\"{name}\"]")),
                ["SHOW", "RETENTION", "POLICIES", "ON", var database] => Table("", "name", _databases[Plain(database)].Select(name => $"[\"{name}\"]")),
                ["SHOW", "SUBSCRIPTIONS"] => $$"""{"results":[{"series":[{{string.Join(',', _present.GroupBy(subscription => subscription.Database).Select(Series))}}]}]}""",
                ["CREATE", "SUBSCRIPTION", var name, "ON", var place, "DESTINATIONS", var mode, .. var destinations] => Create(name, place, mode, destinations),
                ["DROP", "SUBSCRIPTION", var name, "ON", var place] => Drop(name, place),
                _ => """{"error":"what?"}""",
            });
        }
    }

    private string Create(string name, string place, string mode, string[] destinations)
    {
        _present.Add(new InfluxSubscription(Plain(place.Split('.')[0]), Plain(place.Split('.')[1]), Plain(name), mode, [.. destinations.Select(destination => destination.Trim('\'', ','))]));
        return """{"results":[{}]}""";
    }

    private string Drop(string name, string place)
    {
        _present.RemoveAll(subscription => subscription.Name == Plain(name) && $"\"{subscription.Database}\".\"{subscription.RetentionPolicy}\"" == place);
        return """{"results":[{}]}""";
    }

    private static string Series(IEnumerable<InfluxSubscription> subscriptions) =>
        $$"""{"name":"{{subscriptions.First().Database}}","columns":["retention_policy","name","mode","destinations"],"values":[{{string.Join(',', subscriptions.Select(one =>
            $"[\"{one.RetentionPolicy}\",\"{one.Name}\",\"{one.Mode}\",[{string.Join(',', one.Destinations.Select(destination => $"\"{destination}\""))}]]"))}}]}""";

    private static string Table(string name, string column, IEnumerable<string> rows) =>
        $$"""{"results":[{"series":[{"name":"{{name}}","columns":["{{column}}"],"values":[{{string.Join(',', rows)}}]}]}]}""";

    private static string Plain(string quoted) => quoted.Trim('"');
}
