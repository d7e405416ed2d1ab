using System.Net;
using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Storage.Rows;
using Tocsin.Engine.Hosting;
using Tocsin.Sdk;
using Tocsin.Server.Reloading;
using Tocsin.Server.Tests.Cli;
using Tocsin.Server.Tests.Testing;

namespace Tocsin.Server.Tests.Reloading;

public sealed class ConfigReloadTests : IAsyncLifetime, IDisposable
{
    private const string Before = "delivery: {first-pause: 10ms}\nhttppost: [{endpoint: e, url: 'http://old/'}]\n";

    private readonly CliRun _files = new();
    private readonly Requests _http = new();
    private readonly List<string> _levels = [];
    private LiveSetting<ServerOptions> _options = new(new ServerOptions());
    private string _path = "";

    // Set before every test.
    private AlertEngine _engine = null!;
    private ConfigReload _reload = null!;

    public async Task InitializeAsync()
    {
        _path = _files.File("tocsin.yaml", Before);
        var config = ConfigFile.Load(_path, static _ => null);
        config.Problems.Should().BeEmpty();
        _options = new LiveSetting<ServerOptions>(config.Options);
        _engine = new AlertEngine(new EngineSettings { Services = config.Sections, Delivery = config.Options.Delivery, Http = _http });
        await _engine.StartAsync();
        _reload = Reload(new ImpatientTime());
    }

    [Fact]
    public async Task A_handler_that_was_defined_before_sends_what_it_owes_to_the_new_address()
    {
        _http.Down = "http://old/";
        await DefineAsync("""{"endpoint":"e"}""");
        Raise();
        await _http.FirstTo("http://old/");

        Write(Before.Replace("http://old/", "http://new/", StringComparison.Ordinal));
        var report = await _reload.ApplyAsync(default);

        report.Should().BeEquivalentTo(new
        {
            Applied = new[] { "httppost[0].url" }, NeedsRestart = Array.Empty<string>(), Renewed = new[] { "cpu/hook" }, Errors = Array.Empty<string>(), NeedsAttention = false,
        });
        await _http.FirstTo("http://new/");
    }

    [Fact]
    public async Task A_handler_that_can_no_longer_deliver_is_told_once()
    {
        await DefineAsync("""{"endpoint":"e"}""");

        Write("delivery: {first-pause: 10ms}\n");

        (await _reload.ApplyAsync(default)).Warnings.Should().ContainSingle().Which.Should().StartWith("handler 'cpu/hook': handler kind 'post': option 'endpoint': there is no httppost endpoint 'e'");
        (await _reload.ApplyAsync(default)).Warnings.Should().BeEmpty();
    }

    [Theory]
    [InlineData("$")]
    [InlineData("\\u0024")]
    public async Task A_secret_of_a_file_is_read_again(string dollar)
    {
        var secret = _files.File("address", "http://old/");
        await DefineAsync($$"""{"url":"{{dollar}}{file:{{secret}}}"}""");
        File.WriteAllText(secret, "http://new/");

        (await _reload.ApplyAsync(default)).Renewed.Should().Equal("cpu/hook");
        Raise();

        await _http.FirstTo("http://new/");
        _http.Seen.Should().NotContain("http://old/");
    }

    [Fact]
    public async Task A_secret_whose_file_is_gone_leaves_the_handler_as_it_was_and_is_told()
    {
        var secret = _files.File("address", "http://old/");
        await DefineAsync($$"""{"url":"${file:{{secret}}}"}""");
        File.Delete(secret);

        var report = await _reload.ApplyAsync(default);
        Raise();

        report.Kept.Should().ContainSingle().Which.Should().StartWith("cpu/hook: ").And.Contain(secret);
        report.NeedsAttention.Should().BeTrue();
        await _http.FirstTo("http://old/");
    }

    [Theory]
    [InlineData("httppost: [{endpoint: e, url: 'http://new/', colour: red}]\n", ":1:46: section 'httppost' has no option 'colour'")]
    [InlineData("logging: {level: LOUD}\n", ":1:18: option 'logging.level': it is DEBUG, INFO, WARN, ERROR or OFF, not 'LOUD'")]
    [InlineData("delivery: {parallelism: 0}\n", ":1:25: option 'delivery.parallelism': at least 1 attempt must be allowed at a time")]
    [InlineData("hostname: ${env:TOCSIN_NOBODY_SETS_THIS}\n", ":1:11: option 'hostname': the environment variable TOCSIN_NOBODY_SETS_THIS is not set")]
    [InlineData("hostname: [\n", ":2:1: not valid YAML")]
    [InlineData(" \n", ":1:1: the configuration is empty")]
    public async Task A_file_with_a_mistake_changes_nothing_and_tells_the_place(string text, string error)
    {
        await DefineAsync("""{"endpoint":"e"}""");
        Write(text);

        var report = await _reload.ApplyAsync(default);
        Raise();

        report.Errors.Should().ContainSingle().Which.Should().StartWith(_path + error);
        (report.Applied.Count + report.NeedsRestart.Count + report.Renewed.Count).Should().Be(0);
        _levels.Should().BeEmpty();
        await _http.FirstTo("http://old/");
    }

    [Fact]
    public async Task A_file_that_is_being_written_is_read_when_it_is_complete()
    {
        var time = new ImpatientTime();
        time.Waiting = () =>
        {
            if (time.Waits.Count <= 2)
                Write(time.Waits.Count == 1 ? "default-retention-policy: autogen\n" : "default-retention-policy: autogen\n" + Before);
        };
        var reload = Reload(time);
        Write("default-retention-policy: aut");

        var report = await reload.ApplyAsync(default);

        report.Applied.Should().Equal("default-retention-policy");
        _options.Current.DefaultRetentionPolicy.Should().Be("autogen");
        time.Waits.Should().HaveCount(3);
    }

    [Fact]
    public async Task What_needs_a_restart_is_told_by_key_until_it_comes()
    {
        Write(Before + "http: {bind-address: ':1', log-enabled: false}\nstorage: {synchronous: machine}\ndata-dir: elsewhere\nhostname: other\n");
        var first = await _reload.ApplyAsync(default);
        Write(Before + "http: {bind-address: ':1'}\n");
        var second = await _reload.ApplyAsync(default);
        Write(Before);
        var third = await _reload.ApplyAsync(default);

        first.NeedsRestart.Should().Equal("hostname", "data-dir", "http.bind-address", "storage.synchronous");
        first.Applied.Should().Equal("http.log-enabled");
        second.NeedsRestart.Should().Equal("http.bind-address");
        second.Applied.Should().Equal("http.log-enabled");
        (third.NeedsRestart.Count + third.Applied.Count).Should().Be(0);
    }

    [Fact]
    public async Task Settings_of_the_server_are_in_force_at_once_or_with_the_next_start_of_a_task()
    {
        Write(Before + """
            logging: {level: DEBUG}
            write: {acknowledge: queued}
            alerts: {close-removed: false}
            ledger: {keep: 1h}
            deadman: {message: gone}
            functions: {deadline: 1s}
            smtp: {global: true}

            """);

        var report = await _reload.ApplyAsync(default);

        report.Applied.Should().Equal(["write.acknowledge", "alerts.close-removed", "ledger.keep", "logging.level"], "nobody reads smtp here");
        report.WithTask.Should().Equal("deadman.message", "functions.deadline");
        report.Warnings.Should().ContainSingle().Which.Should().Contain("no loaded plugin reads the section 'smtp'");
        _levels.Should().Equal("DEBUG");
        _engine.Writer.WaitsForTasks.Should().BeFalse();
    }

    [Fact]
    public async Task Ways_in_for_points_open_and_close()
    {
        Write(Before + "udp: [{enabled: true, bind-address: '127.0.0.1:0', database: db}]\ngraphite: [{bind-address: ':1', tags: [a=b]}]\n");
        var opened = await _reload.ApplyAsync(default);
        var open = _engine.Inputs.All;
        var again = await _reload.ApplyAsync(default);
        Write(Before);
        await _reload.ApplyAsync(default);

        opened.Applied.Should().Equal("udp[0]", "graphite[0]");
        open.Should().ContainSingle().Which.Address.Should().StartWith("127.0.0.1:");
        again.Applied.Should().BeEmpty();
        _engine.Inputs.All.Should().BeEmpty();
    }

    [Fact]
    public async Task The_same_file_again_changes_nothing()
    {
        await DefineAsync("""{"endpoint":"e"}""");

        var report = await _reload.ApplyAsync(default);

        (report.Applied.Count + report.WithTask.Count + report.NeedsRestart.Count + report.Renewed.Count + report.Errors.Count).Should().Be(0);
    }

    public Task DisposeAsync() => _engine.DisposeAsync().AsTask();

    public void Dispose()
    {
        _files.Dispose();
        _http.Dispose();
    }

    private ConfigReload Reload(TimeProvider time) => new(_path, ConfigFile.Load(_path, static _ => null), _engine, _options, logging => _levels.Add(logging.Logging.Level), time);

    private void Write(string text) => File.WriteAllText(_path, text);

    private async Task DefineAsync(string options)
    {
        var spec = new HandlerSpec { Topic = "cpu", Id = "hook", Kind = "post", OptionsJson = options };
        (await _engine.Alerts.Handlers.CreateAsync(spec)).Should().BeNull();
    }

    private void Raise() => _engine.Alerts.Topics.Publish("cpu", new AlertEvent { Topic = "cpu", Id = "a", Level = AlertLevel.Critical, Message = "m", UnixNanoseconds = 1 });

    private sealed class Requests : HttpMessageHandler
    {
        private readonly Dictionary<string, TaskCompletionSource> _to = [];

        /// <summary>The address that answers with 503.</summary>
        public string Down { get; set; } = "";

        public IReadOnlyCollection<string> Seen
        {
            get
            {
                lock (_to)
                    return [.. _to.Where(entry => entry.Value.Task.IsCompleted).Select(entry => entry.Key)];
            }
        }

        public Task FirstTo(string address) => Of(address).Task.WaitAsync(TimeSpan.FromSeconds(30));

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var address = request.RequestUri!.ToString(); // The handler sets it.
            Of(address).TrySetResult();
            var status = address == Down ? HttpStatusCode.ServiceUnavailable : HttpStatusCode.OK;
            return Task.FromResult(new HttpResponseMessage(status) { RequestMessage = request, Content = new StringContent("") });
        }

        private TaskCompletionSource Of(string address)
        {
            lock (_to)
            {
                if (!_to.TryGetValue(address, out var seen))
                    _to.Add(address, seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
                return seen;
            }
        }
    }
}
