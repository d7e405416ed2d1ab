using Tocsin.Plugins.BigPanda;
using Tocsin.Plugins.Tests.Testing;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Tests.BigPanda;

public sealed class BigPandaHandlerTests : IDisposable
{
    private static readonly AlertEvent Alert = Events.Critical() with
    {
        Id = "id",
        Message = "message",
        Details = "details &lt;here&gt;",
        Name = "test",
        Tags = new Dictionary<string, string> { ["host"] = "A", ["status"] = "a tag" },
        Fields = new Dictionary<string, object?> { ["load"] = 123.45, ["n"] = 10L, ["up"] = true },
    };

    private readonly KindRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Event_is_posted_byte_for_byte()
    {
        await using var stand = await Stand.AnsweringAsync(201);

        var delivery = await Made(stand, "", "{}").HandleAsync(Alert, default);

        delivery.Outcome.Should().Be(DeliveryOutcome.Done);
        stand.ValuesOf("Authorization").Should().Equal("Bearer t");
        stand.Bodies.Should().Equal(
            """
            {"app_key":"key","check":"id","description":"message","details":"details <here>","host":"A","load":"123.45","n":"10","status":"critical",
            "task":"cpu:test","timestamp":1577836860,"up":"true"}
            """.ReplaceLineEndings("") + "\n");
    }

    [Theory]
    [InlineData("tags", "{\"app_key\":\"key\",\"check\":\"id\",\"description\":\"message\",\"host\":\"A\",\"status\":\"ok\",")]
    [InlineData("''", "{\"app_key\":\"key\",\"check\":\"id\",\"description\":\"message\",\"status\":\"ok\",")]
    public async Task Tags_and_fields_are_properties_as_the_configuration_says(string automatic, string body)
    {
        await using var stand = await Stand.AnsweringAsync(201);

        await Made(stand, $"auto-attributes: {automatic}", "{}").HandleAsync(Alert with { Level = AlertLevel.Ok, HasWrittenDetails = false }, default);

        stand.Bodies.Single().Should().StartWith(body);
    }

    [Fact]
    public async Task Options_are_filled_in_as_Kapacitor_writes_them()
    {
        await using var stand = await Stand.AnsweringAsync(201);
        const string options = """
            {"appKey":"own","primaryProperty":"application","secondaryProperty":"host","host":"{{ index .Tags \"host\" }}-vm","attributes":{"team":"{{ .TaskName }}","tier":2}}
            """;

        await Made(stand, "auto-attributes: ''", options).HandleAsync(Alert with { Level = AlertLevel.Warning, Details = "" }, default);

        stand.Bodies.Should().Equal(
            """
            {"app_key":"own","check":"id","description":"message","host":"A-vm","primary_property":"application","secondary_property":"host","status":"warning",
            "task":"cpu:test","team":"cpu","tier":2,"timestamp":1577836860}
            """.ReplaceLineEndings("") + "\n");
    }

    [Fact]
    public void Mistakes_are_told()
    {
        new BigPandaSettings { Enabled = true, AutoAttributes = "tags, all" }.Check().Select(problem => problem.Option).Should().Equal("token", "auto-attributes");
        new BigPandaOptions().CheckDelivery(new BigPandaSettings()).Should().ContainSingle().Which.Option.Should().Be("app-key");
        new BigPandaOptions().CheckDelivery(new BigPandaSettings { AppKey = "k" }).Should().BeEmpty();
    }

    private IAlertHandler Made(Stand stand, string settings, string options) =>
        _rig.Create(typeof(BigPandaHandler), $"bigpanda: {{enabled: true, token: t, app-key: key, url: '{stand.Url}alerts', {settings}}}", options);
}
