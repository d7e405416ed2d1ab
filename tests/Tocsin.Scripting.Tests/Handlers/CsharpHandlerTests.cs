using System.Net;
using Tocsin.Scripting.Tests.Testing;
using Tocsin.Sdk;

namespace Tocsin.Scripting.Tests.Handlers;

/// <summary>What scripts of handlers can do, and what becomes of what they answer and throw.</summary>
public sealed class CsharpHandlerTests : IDisposable
{
    private readonly ScriptRig _rig = new();

    [Fact]
    public async Task A_script_that_ends_without_an_answer_has_taken_the_event()
    {
        var handler = _rig.HandlerOf("""Log($"{Alert.Level.Text()} {Alert.Tags["host"]} {Alert.Fields["usage"]}");""");

        (await handler.HandleAsync(ScriptRig.Event(), default)).Should().Be(Delivery.Done);
        _rig.Log.Should().Equal("CRITICAL a 97.5");
    }

    [Theory]
    [InlineData("return Delivery.Refused(\"no\");", DeliveryOutcome.Refused, "no")]
    [InlineData("return Delivery.Retry(\"later\");", DeliveryOutcome.Retry, "later")]
    [InlineData("Delivery.Done", DeliveryOutcome.Done, null)]
    [InlineData("await Task.Yield(); return Delivery.Done;", DeliveryOutcome.Done, null)]
    [InlineData("throw new InvalidOperationException(\"broken\");", DeliveryOutcome.Retry, "h.csx:1: InvalidOperationException: broken")]
    [InlineData("throw new OperationCanceledException(\"own\");", DeliveryOutcome.Retry, "h.csx:1: OperationCanceledException: own")]
    public async Task The_answer_of_a_script_is_the_end_of_the_attempt(string script, DeliveryOutcome outcome, string? reason)
    {
        var delivery = await _rig.HandlerOf(script).HandleAsync(ScriptRig.Event(), default);

        delivery.Outcome.Should().Be(outcome);
        delivery.Reason.Should().Be(reason);
    }

    [Fact]
    public async Task A_script_posts_with_the_shared_client_and_judges_by_status()
    {
        _rig.Http.Status = HttpStatusCode.ServiceUnavailable;
        var handler = _rig.HandlerOf("""
            var reply = await Http.PostAsJsonAsync(Options["url"], new { text = Alert.Message }, Cancellation);
            return Delivery.FromStatus(reply.StatusCode);
            """);
        handler = _rig.Handler("""{"file": "h.csx", "options": {"url": "http://example.com/x"}}""");

        var delivery = await handler.HandleAsync(ScriptRig.Event(), default);

        delivery.Outcome.Should().Be(DeliveryOutcome.Retry);
        _rig.Http.Requests.Should().Equal(("POST", "http://example.com/x", """{"text":"cpu:host=a is CRITICAL"}"""));
    }

    [Theory]
    [InlineData("Http.DefaultRequestHeaders.Add(\"X-Token\", \"secret\");")]
    [InlineData("Http.Dispose();")]
    [InlineData("Http.BaseAddress = new Uri(\"http://elsewhere/\"); Http.Timeout = TimeSpan.FromTicks(1);")]
    public async Task What_a_script_does_to_its_client_is_nothing_to_others_nor_to_its_next_call(string does)
    {
        var handler = _rig.HandlerOf($"if (Alert.Id == \"first\") {{ {does} }} else await Http.GetAsync(\"http://example.com/\");");
        var other = _rig.HandlerOf("await Http.GetAsync(\"http://example.com/\");", "other.csx");

        await handler.HandleAsync(ScriptRig.Event("first"), default);
        (await other.HandleAsync(ScriptRig.Event(), default)).Should().Be(Delivery.Done);
        _rig.Http.Headers.Should().BeEmpty();
        (await handler.HandleAsync(ScriptRig.Event(), default)).Should().Be(Delivery.Done);
        _rig.Http.Headers.Should().BeEmpty();
        _rig.Http.Requests.Should().HaveCount(2);
    }

    [Fact]
    public async Task Lines_that_a_script_logs_have_a_limit()
    {
        var handler = _rig.HandlerOf("for (var i = 0; i < 5_000; i++) Log(new string('y', 5_000));");

        await handler.HandleAsync(ScriptRig.Event(), default);

        _rig.Log.Should().HaveCount(1001).And.OnlyContain(line => line.Length <= 4096);
    }

    [Fact]
    public async Task The_script_may_stand_in_the_definition()
    {
        var handler = _rig.Handler("""{"code": "return Delivery.Refused(Alert.Id);"}""");

        (await handler.HandleAsync(ScriptRig.Event("x"), default)).Reason.Should().Be("x");
    }

    [Fact]
    public async Task State_lasts_from_call_to_call_and_belongs_to_one_handler()
    {
        const string count = """
            var n = (int)State.AddOrUpdate("n", 1, (_, old) => (int)old! + 1)!;
            return Delivery.Refused($"{n}");
            """;
        var (first, second) = (_rig.HandlerOf(count), _rig.Handler("""{"file": "h.csx"}"""));

        await first.HandleAsync(ScriptRig.Event(), default);

        (await first.HandleAsync(ScriptRig.Event(), default)).Reason.Should().Be("2");
        (await second.HandleAsync(ScriptRig.Event(), default)).Reason.Should().Be("1");
    }

    [Fact]
    public async Task Variables_of_scripts_begin_anew_with_each_call()
    {
        var handler = _rig.HandlerOf("var n = 0; n++; return Delivery.Refused($\"{n}\");");

        await handler.HandleAsync(ScriptRig.Event(), default);

        (await handler.HandleAsync(ScriptRig.Event(), default)).Reason.Should().Be("1");
    }

    [Fact]
    public async Task What_came_out_of_a_variable_is_shown_nowhere()
    {
        _rig.File("token", "s3cret-token\n");
        var options = $$$"""{"options": {"token": "${file:{{{_rig.Folder}}}/token}"}, "code": "Log(Options[\"token\"]); throw new Exception(\"got \" + Options[\"token\"]);"}""";

        var delivery = await _rig.Handler(options).HandleAsync(ScriptRig.Event(), default);

        delivery.Reason.Should().Be("code:1: Exception: got ***");
        _rig.Log.Should().Equal("***");
    }

    [Fact]
    public async Task Cancellation_ends_a_script_that_heeds_it()
    {
        var handler = _rig.HandlerOf("await Task.Delay(Timeout.Infinite, Cancellation);");
        using var stop = new CancellationTokenSource();

        var call = handler.HandleAsync(ScriptRig.Event(), stop.Token);
        await stop.CancelAsync();

        await call.Invoking(async c => await c).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task Other_files_are_loaded_from_the_folder_of_the_file_that_names_them()
    {
        _rig.File("lib/text.csx", "#load \"deep/more.csx\"\nstring Shout(string text) => More(text.ToUpperInvariant());");
        _rig.File("lib/deep/more.csx", "string More(string text) => text + \"!\";");

        var delivery = await _rig.HandlerOf("#load \"lib/text.csx\"\nreturn Delivery.Refused(Shout(Alert.Id));").HandleAsync(ScriptRig.Event("x"), default);

        delivery.Reason.Should().Be("X!");
    }

    [Fact]
    public async Task Assemblies_are_taken_by_path_and_may_be_replaced_meanwhile()
    {
        System.IO.File.Copy(typeof(FluentAssertions.AssertionOptions).Assembly.Location, Path.Combine(_rig.Folder, "FluentAssertions.dll"));
        var handler = _rig.HandlerOf("#r \"FluentAssertions.dll\"\nreturn Delivery.Refused(typeof(FluentAssertions.AssertionOptions).Assembly.GetName().Name!);");

        (await handler.HandleAsync(ScriptRig.Event(), default)).Reason.Should().Be("FluentAssertions");
    }

    public void Dispose() => _rig.Dispose();
}
