using Tocsin.Sdk;
using Tocsin.Sdk.Sources;

namespace Tocsin.Plugins.Tests.Testing;

public sealed class SourceRigTests
{
    private const string Definition = """
        id: probe
        kind: probe
        topic: checks
        auth: { header: { X-Secret: s3cret } }
        """;

    [Fact]
    public async Task A_request_becomes_an_alert_that_a_handler_of_the_topic_sends()
    {
        await using var rig = await SourceRig.StartAsync(Definition, typeof(ProbeSource));
        await rig.HandleAsync("checks", "post", """{"url":"http://receiver.test/hook"}""");

        var answer = await rig.PostAsync("probe", "web-07 CRITICAL", ("X-Secret", "s3cret"));

        answer.Reply.Status.Should().Be(202);
        var sent = (await rig.SentAsync()).Should().ContainSingle().Which;
        sent.Url.Should().Be("http://receiver.test/hook");
        sent.Body.Should().Contain("\"id\":\"web-07\"").And.Contain("\"level\":\"CRITICAL\"")
            .And.Contain("{\"series\":[{\"name\":\"probe\",\"tags\":{\"host\":\"web-07\"},\"columns\":[\"time\"],\"values\":[[\"");
        rig.StateOf("checks", "web-07")!.Value.Level.Should().Be(AlertLevel.Critical); // Just raised.
    }

    [Theory]
    [InlineData("nothing", 404)]
    [InlineData("probe", 401)]
    public async Task What_is_not_for_a_source_raises_nothing(string id, int status)
    {
        await using var rig = await SourceRig.StartAsync(Definition, typeof(ProbeSource));

        var answer = await rig.PostAsync(id, "web-07 CRITICAL", ("X-Secret", "wrong"));

        answer.Reply.Status.Should().Be(status);
        answer.Reply.Body.Should().BeEmpty();
        rig.StateOf("checks", "web-07").Should().BeNull();
    }

    [Fact]
    public async Task An_address_of_another_system_finds_the_source_that_accepts_the_request()
    {
        await using var rig = await SourceRig.StartAsync(Definition, typeof(ProbeSource));
        var request = new SourceRequest
        {
            Headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["x-secret"] = "s3cret" },
            Body = "web-07 WARNING"u8.ToArray(),
        };

        (await rig.SendStandInAsync("/probes/in/a%20b", request))!.Reply.Status.Should().Be(202); // A source stands in for it.
        (await rig.SendStandInAsync("/probes/in/x", request with { Headers = new Dictionary<string, string>() }))!.Reply.Status.Should().Be(401); // The same.
        (await rig.SendStandInAsync("/probes", request)).Should().BeNull();

        rig.StateOf("checks", "web-07")!.Value.Message.Should().Be("a%20b"); // Just raised.
    }

    [AlertSource("probe", StandInPath = "/probes/in/")]
    internal sealed class ProbeSource : IAlertSource
    {
        public SourceReading Read(SourceRequest request)
        {
            var words = request.Text().Split(' ');
            return SourceReading.Of(new SourceEvent
            {
                Id = words[0],
                Level = Enum.Parse<AlertLevel>(words[1], ignoreCase: true),
                Message = request.Path,
                Time = request.Received,
                Tags = new Dictionary<string, string> { ["host"] = words[0] },
            });
        }
    }
}
