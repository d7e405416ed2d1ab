using Tocsin.Alerting.Configuration.Reading;
using Tocsin.Server.Loading;
using Tocsin.Server.Tests.Cli;
using Tocsin.Server.Tests.Http;
using Tocsin.Server.Tests.Testing;

namespace Tocsin.Server.Tests.Definitions;

/// <summary>Whichever way a definition comes, what is wrong with it is told in the same words: by <c>check</c>, by the API and by the load folder.</summary>
public sealed class OneRoadTests : IAsyncLifetime
{
    private readonly CliRun _files = new();
    private ApiHost _api = null!; // InitializeAsync runs before every test.

    public async Task InitializeAsync() => _api = await ApiHost.StartAsync();

    public async Task DisposeAsync()
    {
        await _api.DisposeAsync();
        _files.Dispose();
    }

    [Theory]
    [InlineData("kind: aggregate\noptions: {topic: x, intervall: 10s}", "4:21", "handler kind 'aggregate': has no option 'intervall'; did you mean 'interval'?")]
    [InlineData("kind: aggregate\noptions: {topic: x, interval: 0}", "4:31", "handler kind 'aggregate': option 'interval': events are gathered for a duration above 0, such as 10s")]
    [InlineData("kind: publish\noptions: {topics: ops}", "4:19", "handler kind 'publish': option 'topics' must be a list of texts, not the text \"ops\"")]
    [InlineData("kind: publish\noptions: {topics: [ops, 5]}", "4:25", "handler kind 'publish': option 'topics[1]' must be text, in quotes, not the number 5")]
    [InlineData("kind: post\noptions: {url: 'http://x/', timeout: 1.}", "4:38", "handler kind 'post': option 'timeout' must be a duration with its unit, such as 1s or 1ms (a whole number counts nanoseconds: 1 is 1 ns), not the number 1")]
    [InlineData("kind: post\noptions: {url: 'http://${env:TOCSIN_NOBODY_SETS_THIS}/'}", "4:16", "option 'url': the environment variable TOCSIN_NOBODY_SETS_THIS is not set")]
    [InlineData("kind: pst", "3:7", "unsupported handler kind 'pst'; did you mean 'post'?")]
    [InlineData("kind: publish\ndelivery: {merge: true}", "4:11", "kind publish hands events on at once: leave out delivery, or give it to the handlers that get these events")]
    [InlineData("kind: post\noptions: {url: 'http://x/'}\ndelivery: {parallelism: 0}", "5:25", "delivery: option 'parallelism': at least 1 attempt must be allowed at a time")]
    public async Task What_is_refused_is_refused_everywhere_in_the_same_words(string definition, string place, string message)
    {
        var file = _files.File("handlers/h.yaml", "topic: cpu\nid: h\n" + definition + "\n");

        (await _files.RunAsync("check", file)).Should().Be(1);
        _files.Output.Should().Contain($"{file}:{place}: {message}");

        var report = await LoadAsync();
        report.Errors.Should().Contain($"{file}:{place}: {message}");

        var reply = await SendAsync(file);
        reply.Status.Should().BeOneOf(400, 500);
        reply.Error.Split('\n').Should().Contain(line => line.EndsWith(message));
        reply.Json.GetProperty("problems").EnumerateArray().Select(problem => problem.GetProperty("message").GetString()).Should().Contain(message);
        _api.Engine.Alerts.Handlers.All.Should().BeEmpty();
    }

    [Theory]
    [InlineData("kind: post\noptions: {url: 'http://x/'}\nmatsch: changed() == TRUE", "5:1", "a handler has no key 'matsch', it is ignored; did you mean 'match'?")]
    [InlineData("kind: post\noptions: {url: 'http://x/'}\nMatch: changed() == TRUE", "5:1", "a handler has no key 'Match', it is ignored; did you mean 'match'?")]
    [InlineData("kind: publish\noptions: {topics: []}", "4:19", "handler kind 'publish': option 'topics': the handler publishes to no topic: name one or more here")]
    public async Task What_is_warned_of_is_warned_of_everywhere_in_the_same_words(string definition, string place, string message)
    {
        var file = _files.File("handlers/h.yaml", "topic: cpu\nid: h\n" + definition + "\n");

        (await _files.RunAsync("check", file)).Should().Be(0);
        _files.Output.Should().Contain($"warning {file}:{place}: {message}");

        (await SendAsync(file)).At("warnings.0").Should().Be(message);
        await _api.Engine.Alerts.Handlers.DeleteAsync("cpu", "h");

        var report = await LoadAsync();
        report.Errors.Should().BeEmpty();
        report.Warnings.Should().ContainSingle().Which.Should().Be($"{file}:{place}: {message}");
    }

    private Task<LoadReport> LoadAsync() => new LoadFolder(
        _api.Engine, _files.Folder, new LoadLedger(Path.Combine(_files.Folder, "ledger.json")), new ImpatientTime()).ApplyAsync(isPatient: false);

    // As a program sends it, with all its keys.
    private Task<ApiReply> SendAsync(string file) =>
        _api.SendAsync("POST", "/alerts/topics/cpu/handlers", ConfigJson.Write(DefinitionReader.First(File.ReadAllText(file), file, [])!)); // Each file holds one.
}
