namespace Tocsin.EndToEnd;

/// <summary>Handlers that end the server: once it has died of one twice, that one waits and all others go on.</summary>
public sealed class CrashLoopTests
{
    private const string Mended = "using (var reply = await Http.PostAsync(Options[\"url\"], new StringContent(Alert.Id), Cancellation)) { return Delivery.FromStatus(reply.StatusCode); }";

    [Theory]
    [InlineData("async void")]
    [InlineData("thread")]
    [InlineData("timer")]
    [InlineData("exit")]
    [InlineData("recursion")]
    public async Task By_the_third_start_the_handler_is_suspended_and_all_else_goes_on_until_its_script_is_mended(string way)
    {
        using var rig = new DeadlyServer(DeadlyScripts.Of(way));
        using (var first = await rig.StartAsync())
        {
            await rig.RaiseAsync(first, "a");
            await first.DieAsync();
        }

        using (var second = await rig.StartAsync())
            await second.DieAsync();

        using var third = await rig.StartAsync();
        await rig.RaiseAsync(third, "b");
        await rig.UntilAsync(third, "t/healthy", handler => handler.GetProperty("owed").GetInt64() == 0);
        var suspended = await rig.StatusAsync(third, "t/deadly");
        third.HasEnded.Should().BeFalse();
        (suspended.GetProperty("state").GetString(), suspended.GetProperty("owed").GetInt64()).Should().Be(("suspended", 2));
        suspended.GetProperty("error").GetString().Should().StartWith("the server died twice while ").And.Contain("deadly.csx")
            .And.Contain("tocsin deliveries resume t/deadly");

        rig.Write("load/scripts/deadly.csx", Mended);

        (await rig.Deadly.NextAsync()).Body.Should().Be("a");
        (await rig.Deadly.NextAsync()).Body.Should().Be("b");
        var mended = await rig.UntilAsync(third, "t/deadly", handler => handler.GetProperty("owed").GetInt64() == 0);
        mended.GetProperty("state").GetString().Should().Be("ok");
        (await third.TerminateAsync()).ExitCode.Should().Be(0);
    }

    [Fact]
    public async Task A_script_that_calls_for_the_end_when_its_call_is_over_is_suspended()
    {
        using var rig = new DeadlyServer("new Thread(() => { Thread.Sleep(20); Environment.Exit(3); }).Start();\nreturn Delivery.Done;");
        for (var i = 0; i < 2; i++)
        {
            using var server = await rig.StartAsync();
            await rig.RaiseAsync(server, $"a{i}");
            await server.DieAsync();
        }

        using var third = await rig.StartAsync();
        await rig.RaiseAsync(third, "b");

        await rig.UntilAsync(third, "t/healthy", handler => handler.GetProperty("owed").GetInt64() == 0);
        var suspended = await rig.StatusAsync(third, "t/deadly");
        suspended.GetProperty("state").GetString().Should().Be("suspended");
        suspended.GetProperty("error").GetString().Should().Contain("its code called Environment.Exit").And.Contain("deadly.csx");
        (await third.TerminateAsync()).ExitCode.Should().Be(0);
    }

    [Fact]
    public async Task A_function_that_ends_the_server_is_missing_from_the_third_start_on()
    {
        using var rig = new DeadlyServer(Mended);
        rig.Write("load/functions/fatal.csx", "[LambdaFunction(\"fatal\")]\nstatic double Fatal(double value) { Environment.FailFast(null); return value; }");
        rig.Write("load/tasks/fatal.tick", "dbrp \"db\".\"rp\"\nstream|from().measurement('m')|eval(lambda: fatal(\"v\")).as('x')");
        for (var i = 0; i < 2; i++)
        {
            using var server = await rig.StartAsync();
            await rig.RaiseAsync(server, $"a{i}");
            await server.DieAsync();
        }

        using var third = await rig.StartAsync();
        await rig.RaiseAsync(third, "b");

        await rig.UntilAsync(third, "t/healthy", handler => handler.GetProperty("owed").GetInt64() == 0);
        (await third.TerminateAsync()).Log.Should().Contain("fatal.csx: the server died twice while the first call of its code was under way");
    }

    [Fact]
    public async Task A_handler_can_be_suspended_at_the_start_and_resumed()
    {
        using var rig = new DeadlyServer(Mended);
        using var server = await rig.StartAsync("--suspend", "t/deadly", "--suspend", "t/unknown");
        await rig.RaiseAsync(server, "a");
        await rig.UntilAsync(server, "t/healthy", handler => handler.GetProperty("delivered").GetInt64() == 1);
        var suspended = await rig.StatusAsync(server, "t/deadly");

        var resumed = await rig.RunAsync(server, "deliveries", "resume", "t/deadly");

        suspended.GetProperty("error").GetString().Should().Be("suspended with --suspend: 'tocsin deliveries resume t/deadly' lets it go on");
        resumed.ExitCode.Should().Be(0, resumed.Errors);
        (await rig.Deadly.NextAsync()).Body.Should().Be("a");
        var again = await rig.RunAsync(server, "deliveries", "resume", "t/deadly");
        (again.ExitCode, again.Errors).Should().Be(
            (3, "tocsin: no handler 't/deadly' is suspended that a resume could help: the list of deliveries has the names, and why each of them waits\n"));
        (await server.TerminateAsync()).Log.Should().Contain("handler=t/unknown");
    }

    [Fact]
    public async Task Handlers_that_were_under_way_when_somebody_killed_the_server_are_not_suspended()
    {
        using var rig = new DeadlyServer("await Http.PostAsync(Options[\"url\"], new StringContent(Alert.Id), Cancellation); await Task.Delay(Timeout.Infinite, Cancellation);");
        for (var i = 0; i < 2; i++)
        {
            using var server = await rig.StartAsync();
            await rig.RaiseAsync(server, $"a{i}");
            (await rig.Deadly.NextAsync()).Body.Should().Be("a0");
            await server.TerminateAsync();
        }

        using var last = await rig.StartAsync();

        (await rig.StatusAsync(last, "t/deadly")).GetProperty("suspended").GetString().Should().BeEmpty();
    }
}
