using Tocsin.Plugins.Alertmanager;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Tests.Alertmanager;

public sealed class AlertmanagerHandlerTests
{
    private static readonly AlertEvent Alert = Events.Critical() with
    {
        Name = "cpu",
        PreviousLevel = AlertLevel.Ok,
        Tags = new Dictionary<string, string> { ["host"] = "A", ["data-center"] = "x", ["1st"] = "y", ["empty"] = "", ["severity"] = "no" },
    };

    [Fact]
    public async Task Alert_that_begins_is_posted_byte_for_byte()
    {
        await using var stand = await Stand.AnsweringAsync(200);
        var options = new AlertmanagerOptions { Labels = new Dictionary<string, EventTemplate> { ["team"] = "web" } };

        var delivery = await HandlerFor(stand, options).HandleAsync(Alert with { Details = "long" }, default);

        delivery.Outcome.Should().Be(DeliveryOutcome.Done);
        stand.Targets.Should().Equal("/am/api/v2/alerts");
        stand.Bodies.Should().Equal(
            """
            [{"labels":{"_1st":"y","alert_id":"cpu/a","alertname":"cpu","data_center":"x","host":"A","severity":"critical","team":"web"},
            "annotations":{"description":"long","summary":"cpu/a is CRITICAL <31>\nrunbook"},
            "startsAt":"2020-01-01T00:00:00Z","endsAt":"2020-01-31T00:01:00Z"}]
            """.ReplaceLineEndings("") + "\n");
    }

    [Fact]
    public async Task Another_level_ends_the_alert_of_the_level_before()
    {
        await using var stand = await Stand.AnsweringAsync(200);

        await HandlerFor(stand).HandleAsync(Alert with { PreviousLevel = AlertLevel.Warning }, default);

        stand.Bodies.Single().Should().MatchRegex(
            """\[\{.*"severity":"critical".*"endsAt":"2020-01-31T00:01:00Z"\},\{.*"severity":"warning".*"endsAt":"2020-01-01T00:01:00Z"\}\]""");
    }

    [Fact]
    public async Task Recovery_ends_the_alert_of_the_level_before()
    {
        await using var stand = await Stand.AnsweringAsync(200);

        await HandlerFor(stand).HandleAsync(Alert with { Level = AlertLevel.Ok, PreviousLevel = AlertLevel.Critical }, default);

        stand.Bodies.Single().Should().Contain("\"severity\":\"critical\"").And.Contain("\"endsAt\":\"2020-01-01T00:01:00Z\"").And.NotContain("\"ok\"");
    }

    [Fact]
    public async Task Nothing_is_sent_when_all_was_and_is_well()
    {
        await using var stand = await Stand.AnsweringAsync(500);

        var delivery = await HandlerFor(stand).HandleAsync(Alert with { Level = AlertLevel.Ok }, default);

        delivery.Outcome.Should().Be(DeliveryOutcome.Done);
        stand.Requests.Should().BeEmpty();
    }

    [Fact]
    public async Task Begin_that_is_not_known_is_the_time_of_the_event()
    {
        await using var stand = await Stand.AnsweringAsync(200);

        await HandlerFor(stand).HandleAsync(Alert with { DurationNanoseconds = long.MaxValue }, default);

        stand.Bodies.Single().Should().Contain("\"startsAt\":\"2020-01-01T00:01:00Z\"");
    }

    [Theory]
    [InlineData("u", "p", "", "Basic dTpw")]
    [InlineData("", "", "tok", "Bearer tok")]
    public async Task Caller_is_named(string username, string password, string token, string header)
    {
        await using var stand = await Stand.AnsweringAsync(200);
        var settings = new AlertmanagerSettings { Username = username, Password = password, Token = token };

        await HandlerFor(stand, settings: settings).HandleAsync(Alert, default);

        stand.ValuesOf("Authorization").Should().Equal(header);
    }

    [Fact]
    public void Mistakes_in_settings_are_told()
    {
        new AlertmanagerSettings { Enabled = true }.Check().Should().ContainSingle().Which.Option.Should().Be("url");
        new AlertmanagerSettings { FiringFor = TimeSpan.Zero }.Check().Should().ContainSingle().Which.Option.Should().Be("firing-for");
        new AlertmanagerSettings { Username = "u", Token = "t" }.Check().Should().ContainSingle().Which.Option.Should().Be("token");
        new AlertmanagerSettings().Check().Should().BeEmpty();
    }

    private static AlertmanagerHandler HandlerFor(Stand stand, AlertmanagerOptions? options = null, AlertmanagerSettings? settings = null) => new(
        options ?? new AlertmanagerOptions(),
        (settings ?? new AlertmanagerSettings()) with { Url = new Uri(stand.Url, "am/") },
        new HandlerContext(),
        new HttpClient(),
        TimeProvider.System);
}
