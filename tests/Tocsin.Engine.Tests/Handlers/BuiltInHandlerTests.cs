using System.Diagnostics;
using System.Globalization;
using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Configuration.Reading;
using Tocsin.Alerting.Handlers;
using Tocsin.Alerting.Handlers.Post;
using Tocsin.Engine.Hosting;
using Tocsin.Sdk;

namespace Tocsin.Engine.Tests.Handlers;

public sealed class BuiltInHandlerTests : IDisposable
{
    private const string Json =
        """{"id":"cpu:host=a","message":"a \u003c b","details":"","time":"2020-01-01T00:00:00.5Z","duration":10,"level":"WARNING","data":{"series":null},"previousLevel":"OK","recoverable":true}""";

    private readonly TempFolder _folder = new();
    private readonly HttpClient _http = HandlerHttp.Create();
    private readonly LoopbackSink _sink = new();

    private static AlertEvent Event { get; } = new()
    {
        Topic = "t",
        Id = "cpu:host=a",
        Level = AlertLevel.Warning,
        Message = "a < b",
        UnixNanoseconds = 1_577_836_800_500_000_000,
        DurationNanoseconds = 10,
        IdempotencyKey = "key-1",
    };

    [Fact]
    public async Task Log_appends_a_line_for_each_event_to_a_file_with_the_mode()
    {
        var path = _folder.Of("a.log");
        var log = Create("log", $$"""{"path":"{{path}}","mode":416}""");

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => log.HandleAsync(Event, default).AsTask()));

        (await File.ReadAllLinesAsync(path)).Should().HaveCount(20).And.OnlyContain(l => l == Json);
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(path).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
    }

    [Fact]
    public async Task Log_in_a_missing_folder_is_tried_again()
    {
        var delivery = await Create("log", $$"""{"path":"{{_folder.Path}}/no/a.log"}""").HandleAsync(Event, default);

        delivery.Outcome.Should().Be(DeliveryOutcome.Retry);
        delivery.Reason.Should().StartWith($"failed to open or write the alert log {_folder.Path}/no/a.log");
    }

    [Fact]
    public async Task Tcp_sends_the_line_and_an_empty_one()
    {
        var taken = _sink.TakeAllAsync();

        var delivery = await Create("tcp", $$"""{"address":"{{_sink.Address}}"}""").HandleAsync(Event, default);

        delivery.Should().Be(Delivery.Done);
        (await taken).Should().Be(Json + "\n\n");
    }

    [Fact]
    public async Task Tcp_address_without_a_port_is_refused()
    {
        var delivery = await Create("tcp", """{"address":"nowhere"}""").HandleAsync(Event, default);

        delivery.Should().Be(Delivery.Refused("the tcp address 'nowhere' must be host:port"));
    }

    [Fact]
    public async Task Exec_gets_the_event_on_its_input()
    {
        var path = _folder.Of("b.log");

        var delivery = await Create("exec", $$"""{"prog":"/bin/sh","args":["-c","cat >> \"$0\"","{{path}}"]}""").HandleAsync(Event, default);

        delivery.Should().Be(Delivery.Done);
        (await File.ReadAllTextAsync(path)).Should().Be(Json + "\n");
    }

    [Theory]
    [InlineData("echo out; echo err >&2; exit 3", "exec command failed: /bin/sh: exit status 3, output=out\nerr\n")]
    [InlineData("exit 1", "exec command failed: /bin/sh: exit status 1, output=")]
    public async Task Exec_that_fails_is_tried_again_with_what_it_said(string command, string reason)
    {
        var delivery = await Create("exec", $$"""{"prog":"/bin/sh","args":["-c","{{command}}"]}""").HandleAsync(Event, default);

        delivery.Outcome.Should().Be(DeliveryOutcome.Retry);
        delivery.Reason.Should().Be(reason);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public async Task Exec_does_not_wait_for_a_child_that_holds_its_output(int code)
    {
        var pid = _folder.Of("pid");
        var delivery = await Create("exec", $$"""{"prog":"/bin/sh","args":["-c","sleep 60 & echo $! > {{pid}}; echo out; exit {{code}}"]}""").HandleAsync(Event, default).AsTask().WaitAsync(TimeSpan.FromSeconds(30));

        using var child = Process.GetProcessById(int.Parse(await File.ReadAllTextAsync(pid), CultureInfo.InvariantCulture));
        child.HasExited.Should().BeFalse();
        child.Kill();
        (delivery.Outcome, delivery.Reply).Should().Be(code == 0 ? (DeliveryOutcome.Done, null) : (DeliveryOutcome.Retry, "out\n"));
    }

    [Fact]
    public async Task Exec_is_killed_with_the_attempt()
    {
        using var cancellation = new CancellationTokenSource();
        var attempt = Create("exec", """{"prog":"/bin/sh","args":["-c","exec sleep 600"]}""").HandleAsync(Event, cancellation.Token).AsTask();

        await cancellation.CancelAsync();

        await attempt.Invoking(a => a).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task Missing_program_is_told()
    {
        var delivery = await Create("exec", """{"prog":"/no/such"}""").HandleAsync(Event, default);

        delivery.Reason.Should().StartWith("exec command failed: /no/such could not be started");
    }

    [Fact]
    public async Task Post_sends_the_standard_json_with_headers()
    {
        var request = _sink.TakeRequestAsync("HTTP/1.1 204 No Content\r\n\r\n");
        var options = $$"""{"url":"http://{{_sink.Address}}/a?b=c","headers":{"X-One":"1","content-type":"text/plain"} }""";

        var delivery = await Create("post", options).HandleAsync(Event, default);

        var (head, body) = await request;
        delivery.Should().Be(Delivery.Done with { Reply = "status 204" });
        body.Should().Be(Json + "\n");
        head.Should().StartWith("POST /a?b=c HTTP/1.1\r\n").And.Contain("X-One: 1\r\n").And.Contain("Idempotency-Key: key-1\r\n")
            .And.Contain("Content-Type: application/json\r\n").And.NotContain("text/plain");
    }

    [Fact]
    public async Task Post_to_an_endpoint_takes_its_address_headers_user_and_template()
    {
        var request = _sink.TakeRequestAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        var config = ConfigFile.Parse("c.yaml", $$$"""
            httppost:
              - endpoint: e
                url: http://{{{_sink.Address}}}/e
                headers: {X-One: one, X-Two: two}
                basic-auth: {username: u, password: p}
                alert-template: '{{.ID}} {{.Level}} {{ len .Data.Series }}'
            """, _ => null);

        var delivery = await Create("post", """{"endpoint":"e","url":"http://other/","headers":{"X-Two":"own"}}""", config.Sections)
            .HandleAsync(Event with { Data = """{"series":[{"name":"cpu"}]}"""u8.ToArray() }, default);

        var (head, body) = await request;
        delivery.Should().Be(Delivery.Done with { Reply = "status 200" });
        body.Should().Be("cpu:host=a WARNING 1");
        head.Should().StartWith("POST /e ").And.Contain("X-One: one\r\n").And.Contain("X-Two: own\r\n")
            .And.Contain("Authorization: Basic dTpw\r\n").And.NotContain("Content-Type");
    }

    [Theory]
    [InlineData(false, "404 Not Found", DeliveryOutcome.Refused, "status 404: unknown error, use .captureResponse() to capture the HTTP response")]
    [InlineData(true, "404 Not Found", DeliveryOutcome.Refused, "status 404: why")]
    [InlineData(true, "503 Busy", DeliveryOutcome.Retry, "status 503: why")]
    public async Task Answer_to_a_post_decides(bool capture, string status, DeliveryOutcome outcome, string reason)
    {
        var request = _sink.TakeRequestAsync($"HTTP/1.1 {status}\r\nContent-Length: 3\r\n\r\nwhy");
        var options = $$"""{"url":"http://{{_sink.Address}}/","capture-response":{{(capture ? "true" : "false")}} }""";

        var delivery = await Create("post", options).HandleAsync(Event, default);
        await request;

        delivery.Outcome.Should().Be(outcome);
        delivery.Reason.Should().Be(reason);
    }

    [Fact]
    public async Task Post_fills_in_its_own_templates_and_logs_in()
    {
        var request = _sink.TakeRequestAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        var options = $$$"""
            {"url":"http://{{{_sink.Address}}}/{{ urlquery .ID }}","basic-auth":{"username":"u","password":"p"},
             "alert-template":"{{ .Level }}: {{ json .ID }}","headers":{"Content-Type":"text/plain"}}
            """;

        var delivery = await Create("post", options).HandleAsync(Event, default);

        var (head, body) = await request;
        delivery.Should().Be(Delivery.Done with { Reply = "status 200" });
        body.Should().Be("WARNING: \"cpu:host=a\"\n");
        head.Should().StartWith("POST /cpu%3Ahost%3Da ").And.Contain("Authorization: Basic dTpw\r\n").And.Contain("Content-Type: text/plain\r\n");
    }

    [Theory]
    [InlineData("""{"url":"http://x/","alert-template":"{{ .ID"}""", "handler kind 'post': option 'alert-template': template: alert-template:1: unclosed action")]
    [InlineData("""{"url":"http://x/{{ nope }}"}""", "handler kind 'post': option 'url': template: url:1: function \"nope\" not defined")]
    public void Bad_templates_of_a_post_are_refused_where_they_are_defined(string options, string error)
    {
        HandlerKinds.BuiltIn.TryCreate("post", ConfigJson.Parse(options), new HandlerServices { Http = _http }, new HandlerContext(), out _, out var told)
            .Should().BeFalse();

        told!.Message.Should().Be(error);
    }

    [Fact]
    public async Task Post_whose_template_fails_is_refused_with_the_place()
    {
        var delivery = await Create("post", """{"url":"http://x/","alert-template":"{{ gt 1 .ID }}"}""").HandleAsync(Event, default);

        delivery.Outcome.Should().Be(DeliveryOutcome.Refused);
        delivery.Reason.Should().StartWith("the template of the body failed: template: alert-template:1:");
    }

    [Fact]
    public async Task Post_takes_the_template_of_a_file_that_its_endpoint_names()
    {
        _folder.Write("body.tmpl", "file says {{ .ID }}");
        var sections = ConfigFile.Parse("kapacitor.conf", $"[[httppost]]\nendpoint = \"e\"\nurl = \"http://{_sink.Address}/x\"\nalert-template-file = \"{_folder.Of("body.tmpl")}\"\n", _ => null, []).Sections;
        var request = _sink.TakeRequestAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");

        (await Create("post", """{"endpoint":"e"}""", sections).HandleAsync(Event, default)).Should().Be(Delivery.Done with { Reply = "status 200" });

        var (_, body) = await request;
        body.Should().Be($"file says {Event.Id}");
    }

    [Fact]
    public async Task Post_whose_body_is_longer_than_the_limit_is_refused_and_names_it()
    {
        var services = new HandlerServices { Http = _http, PostLimits = new PostLimits(Length: 100) };
        HandlerKinds.BuiltIn.TryCreate("post", ConfigJson.Parse("""{"url":"http://x/","alert-template":"{{ .Message }}{{ .Message }}"}"""), services, new HandlerContext(), out var handler, out _).Should().BeTrue();

        var delivery = await handler!.HandleAsync(Event with { Message = new string('x', 60) }, default); // Made.

        delivery.Outcome.Should().Be(DeliveryOutcome.Refused);
        delivery.Reason.Should().StartWith("the template of the body failed: ").And.Contain("100").And.Contain("limits.post-length");
    }

    [Fact]
    public async Task Post_without_an_address_is_refused()
    {
        (await Create("post", "{}").HandleAsync(Event, default)).Outcome.Should().Be(DeliveryOutcome.Refused);
        (await Create("post", """{"endpoint":"nowhere"}""").HandleAsync(Event, default)).Reason.Should().Contain("'nowhere'");
    }

    [Fact]
    public async Task Post_that_takes_longer_than_its_timeout_is_tried_again()
    {
        var options = $$"""{"url":"http://{{_sink.Address}}/","timeout":1000000}""";

        var delivery = await Create("post", options).HandleAsync(Event, default);

        delivery.Outcome.Should().Be(DeliveryOutcome.Retry);
        delivery.Reason.Should().Be($"post to {_sink.Address}: no answer within 00:00:00.0010000");
    }

    public void Dispose()
    {
        _http.Dispose();
        _sink.Dispose();
        _folder.Dispose();
    }

    private IAlertHandler Create(string kind, string options, ServiceSections? sections = null)
    {
        var services = new HandlerServices { Http = _http, Sections = sections ?? ServiceSections.None };
        HandlerKinds.BuiltIn.TryCreate(kind, ConfigJson.Parse(options), services, new HandlerContext(), out var handler, out var refusal)
            .Should().BeTrue(refusal?.Message);
        return handler!;
    }
}
