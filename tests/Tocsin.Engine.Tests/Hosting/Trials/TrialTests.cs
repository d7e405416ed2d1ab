using System.Text;
using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Handlers;
using Tocsin.Alerting.Storage.Rows;
using Tocsin.Dsl.Binding;
using Tocsin.Engine.Hosting;
using Tocsin.Engine.Hosting.Trials;
using Tocsin.Engine.Plugins;
using Tocsin.Pipelines.Tasks;
using Tocsin.Sdk;

namespace Tocsin.Engine.Tests.Hosting.Trials;

public sealed class TrialTests
{
    private const string Script = """
        stream
            |from()
                .measurement('cpu')
                .groupBy('host')
            |alert()
                .id('{{ index .Tags "host" }}')
                .crit(lambda: "value" > 10)
                .stateChangesOnly()
                .topic('cpu')
                .post('http://ops.example/own')

        """;

    private static readonly Dbrp Source = new("telegraf", "autogen");
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task What_is_raised_stands_in_its_order_with_what_each_handler_would_send()
    {
        await using var trial = await StartAsync(new TrialSettings { Environment = static _ => null });
        (await trial.AddAsync(new HandlerSpec { Topic = "cpu", Id = "hook", Kind = "post", OptionsJson = """{"url":"http://ops.example/hook"}""" })).Should().BeNull();

        var errors = await FeedAsync(trial, "cpu,host=a value=11 1\ncpu,host=b value=12 2\nnonsense\ncpu,host=a value=1 3\n");
        var record = await trial.FinishAsync(Limit);

        errors.Should().ContainSingle().Which.Line.Should().Be(3);
        record.IsComplete.Should().BeTrue();
        record.Entries.Select(entry => (entry.Event?.Id, entry.Event?.Level)).Should()
            .Equal(("a", AlertLevel.Critical), ("b", AlertLevel.Critical), ("a", AlertLevel.Ok));
        record.Entries.Should().OnlyContain(entry => entry.Calls.Count == 2);
        record.Entries[0].Calls.SelectMany(call => call.Requests).Select(request => request.Url).Should().BeEquivalentTo("http://ops.example/hook", "http://ops.example/own");
        record.Entries[0].Calls.SelectMany(call => call.Requests).Should().OnlyContain(request => request.Method == "POST" && request.Body.Contains("\"a\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_handler_that_does_not_speak_through_the_client_it_could_get_is_described_and_never_called()
    {
        var kinds = With(typeof(PigeonHandler));
        await using var trial = await StartAsync(new TrialSettings { Environment = static _ => null, Extensions = new Extensions { Kinds = kinds } });
        await trial.AddAsync(new HandlerSpec { Topic = "cpu", Id = "home", Kind = "pigeon" });
        await trial.AddAsync(new HandlerSpec { Topic = "cpu", Id = "run", Kind = "exec", OptionsJson = """{"prog":"/no/such/program"}""" });

        await FeedAsync(trial, "cpu,host=a value=11 1\n");
        var record = await trial.FinishAsync(Limit);

        var calls = record.Entries.Should().ContainSingle().Which.Calls.Where(call => call.Kind != "post").ToList();
        calls.Select(call => call.Handler).Should().BeEquivalentTo("home", "run");
        calls.Should().OnlyContain(call => call.Action!.Contains("\"id\":\"a\"", StringComparison.Ordinal) && call.Refusal == null && call.Requests.Count == 0); // Described.
    }

    [Fact]
    public async Task Services_that_are_not_configured_get_made_up_keys_and_secrets_of_the_others_are_hidden()
    {
        var kinds = With(typeof(ServedHandler));
        var handler = new HandlerSpec { Topic = "cpu", Id = "s", Kind = "served" };
        await using var bare = await StartAsync(new TrialSettings { Environment = static _ => null, Extensions = new Extensions { Kinds = kinds } });
        await using var configured = await StartAsync(new TrialSettings
        {
            Environment = static _ => null,
            Extensions = new Extensions { Kinds = kinds },
            Config = With(new ConfigEntry("enabled", new ConfigFlag(true)), new ConfigEntry("key", new ConfigText("s3cret"))),
        });
        await using var off = await StartAsync(new TrialSettings
        {
            Environment = static _ => null,
            Extensions = new Extensions { Kinds = kinds }, Config = With(new ConfigEntry("key", new ConfigText("x"))),
        });

        (await CallAsync(bare, handler)).Requests.Should().ContainSingle().Which.Url.Should().Be("http://served.example/KEY");
        (await CallAsync(configured, handler)).Requests.Should().ContainSingle().Which.Url.Should().StartWith("http://served.example/").And.NotContain("s3cret");
        (await CallAsync(off, handler)).Refusal.Should().Contain("service is not enabled");
    }

    [Fact]
    public async Task Barriers_come_when_the_time_between_two_points_has_passed()
    {
        await using var trial = await Trial.StartAsync(new TrialSettings { Environment = static _ => null });
        await trial.DefineAsync(new TaskChange
        {
            Id = "cpu", Dbrps = [Source],
            Script = "stream|from().measurement('cpu').groupBy('host')|barrier().idle(10s)|stateDuration(lambda: \"value\" > 10)|alert().id('{{ .Group }}').crit(lambda: \"state_duration\" >= 30)\n",
        });

        await FeedAsync(trial, "cpu,host=a value=11 1000000000000\ncpu,host=b value=1 1000000000000\ncpu,host=b value=1 1060000000000\n");

        (await trial.FinishAsync(Limit)).Entries.Should().Contain(entry => entry.Event!.Id == "host=a" && entry.Event.Level == AlertLevel.Critical);
    }

    [Fact]
    public async Task A_script_that_is_wrong_is_refused_with_its_diagnostics()
    {
        await using var trial = await Trial.StartAsync(new TrialSettings { Environment = static _ => null });

        var define = () => trial.DefineAsync(new TaskChange { Id = "b", Script = "stream|frm()\n", Dbrps = [Source] });

        (await define.Should().ThrowAsync<DefinitionException>()).Which.Refusal.Diagnostics.Should().ContainSingle();
    }

    private static HandlerKinds With(Type handler)
    {
        HandlerKinds.BuiltIn.TryAdd(HandlerKind.FromType(handler, "test"), out var kinds, out var error).Should().BeTrue(error);
        return kinds!; // Just added to.
    }

    private static ConfigFile With(params ConfigEntry[] served) =>
        ConfigFile.Default with { Sections = new ServiceSections(new ConfigMap([new ConfigEntry("served", new ConfigMap(served))])) };

    private static async Task<Trial> StartAsync(TrialSettings settings)
    {
        var trial = await Trial.StartAsync(settings);
        await trial.DefineAsync(new TaskChange { Id = "cpu", Script = Script, Dbrps = [Source] });
        return trial;
    }

    private static async Task<HandlerCall> CallAsync(Trial trial, HandlerSpec handler)
    {
        (await trial.AddAsync(handler)).Should().BeNull();
        await FeedAsync(trial, "cpu,host=a value=11 1\n");
        return (await trial.FinishAsync(Limit)).Entries[0].Calls.Single(call => call.Handler == handler.Id);
    }

    private static async Task<IReadOnlyList<Tocsin.Pipelines.Data.LineProtocol.LineError>> FeedAsync(Trial trial, string lines)
    {
        using var input = new MemoryStream(Encoding.UTF8.GetBytes(lines));
        return await trial.FeedAsync(input, Source, static _ => { });
    }

    [AlertHandler("pigeon")]
    private sealed class PigeonHandler : IAlertHandler
    {
        public ValueTask<Delivery> HandleAsync(AlertEvent alert, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("the pigeon flew");
    }

    [ServiceSettings("served")]
    private sealed record ServedSettings
    {
        public bool Enabled { get; init; }

        [Secret]
        public required string Key { get; init; }
    }

    [AlertHandler("served")]
    private sealed class ServedHandler(ServedSettings settings, HttpClient http) : IAlertHandler
    {
        public async ValueTask<Delivery> HandleAsync(AlertEvent alert, CancellationToken cancellationToken)
        {
            using var reply = await http.GetAsync(new Uri($"http://served.example/{settings.Key}"), cancellationToken);
            return Delivery.FromStatus(reply.StatusCode);
        }
    }
}
