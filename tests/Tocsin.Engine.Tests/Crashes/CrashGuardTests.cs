using System.Reflection;
using System.Runtime.Loader;
using Tocsin.Alerting.Crashes;
using Tocsin.Alerting.Foreign;
using Tocsin.Alerting.Names;
using Tocsin.Engine.Tests.Testing;

namespace Tocsin.Engine.Tests.Crashes;

/// <summary>What a start makes of what the process before left. A death is a file that nobody deleted.</summary>
public sealed class CrashGuardTests : IDisposable
{
    private static readonly ForeignCode Script = new("script /x/ops.csx", "1");
    private static readonly ForeignCode Plugin = new("plugin chat", "1");

    private readonly TempFolder _folder = new();
    private readonly FakeTime _time = new();

    [Fact]
    public async Task What_was_under_way_at_two_deaths_with_the_same_event_is_suspended_and_nothing_else()
    {
        await DieAsync("", (new HandlerTarget("t", "bad"), "1", Script), (new HandlerTarget("t", "good"), "2", Script));
        await DieAsync("", (new HandlerTarget("t", "bad"), "1", Script), (new HandlerTarget("t", "good"), "3", Script));

        using var guard = Start();

        guard.WhySuspended(new HandlerTarget("t", "bad"), Script).Should().Be(
            "the server died twice while an attempt of the same event was under way: mend script /x/ops.csx, or 'tocsin deliveries resume t/bad' to try again; "
            + "with 'isolation: process' it cannot end the server");
        guard.WhySuspended(new HandlerTarget("t", "good"), Script).Should().BeNull();
        guard.Notes.Should().HaveCount(2).And.Contain(note => note.StartsWith("handler t/bad is suspended: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task It_stays_suspended_until_it_is_resumed_whatever_starts_come_between()
    {
        await DieAsync("", (new HandlerTarget("t", "bad"), "1", Script));
        await DieAsync("", (new HandlerTarget("t", "bad"), "1", Script));
        Start().Dispose();

        using (var guard = Start())
        {
            guard.WhySuspended(new HandlerTarget("t", "bad"), Script).Should().NotBeNull();
            guard.Resume(new HandlerTarget("t", "bad"), Script).Should().BeTrue();
            guard.Resume(new HandlerTarget("t", "bad"), Script).Should().BeFalse();
            guard.WhySuspended(new HandlerTarget("t", "bad"), Script).Should().BeNull();
        }

        using var after = Start();
        after.WhySuspended(new HandlerTarget("t", "bad"), Script).Should().BeNull();
        File.Exists(Path.Combine(_folder.Path, "crashes.json")).Should().BeFalse();
    }

    [Fact]
    public async Task Another_version_of_its_code_is_tried()
    {
        await DieAsync("", (new HandlerTarget("t", "bad"), "1", Script));
        await DieAsync("", (new HandlerTarget("t", "bad"), "1", Script));
        using var guard = Start();

        guard.WhySuspended(new HandlerTarget("t", "bad"), Script with { Version = "2" }).Should().BeNull();
        guard.WhySuspended(new HandlerTarget("t", "bad"), Script).Should().BeNull("whoever goes back does so on purpose");
    }

    [Fact]
    public async Task A_run_that_ended_as_it_should_or_was_long_ago_does_not_count()
    {
        await DieAsync("", (new HandlerTarget("t", "a"), "1", Script));
        using (var guard = Start())
            await guard.BeginAttemptAsync(new HandlerTarget("t", "a"), "1", Script, default);
        await DieAsync("", (new HandlerTarget("t", "b"), "1", Script));
        Start().Dispose();
        _time.Advance(TimeSpan.FromDays(1));
        await DieAsync("", (new HandlerTarget("t", "b"), "1", Script));

        using var last = Start();

        last.WhySuspended(new HandlerTarget("t", "a"), Script).Should().BeNull();
        last.WhySuspended(new HandlerTarget("t", "b"), Script).Should().BeNull();
    }

    [Fact]
    public async Task Whose_code_failed_is_blamed_whatever_the_event_and_all_others_are_cleared()
    {
        var cause = new CrashCause("InvalidOperationException at ops.csx:3, unhandled", Script.Name, Script.Version).ToString();
        await DieAsync(cause, (new HandlerTarget("t", "bad"), "1", Script), (new HandlerTarget("t", "good"), "9", Plugin));
        await DieAsync(cause, (new HandlerTarget("t", "bad"), "2", Script), (new HandlerTarget("t", "good"), "9", Plugin));

        using var guard = Start();

        guard.WhySuspended(new HandlerTarget("t", "bad"), Script).Should().StartWith(
            "the server died twice while its code failed outside of a call (InvalidOperationException at ops.csx:3, unhandled): ");
        guard.WhySuspended(new HandlerTarget("t", "good"), Plugin).Should().BeNull();
    }

    [Fact]
    public async Task Code_that_fails_while_no_handler_of_it_is_called_is_suspended_as_a_whole()
    {
        var cause = new CrashCause("Exception, which nobody caught", Plugin.Name, Plugin.Version).ToString();
        await DieAsync(cause);
        await DieAsync(cause);

        using var guard = Start();

        guard.WhySuspended(Plugin).Should().NotBeNull();
        guard.WhySuspended(new HandlerTarget("t", "any"), Plugin).Should().NotBeNull();
        guard.WhySuspended(new HandlerTarget("t", "any"), Script).Should().BeNull();
        guard.WhySuspended(Plugin with { Version = "2" }).Should().BeNull();
    }

    [Fact]
    public void What_is_loaded_at_two_deaths_is_not_loaded_again()
    {
        for (var i = 0; i < 2; i++)
            Die(guard => guard.BeginLoading(Plugin));

        using var guard = Start();

        guard.WhySuspended(Plugin).Should().Be("the server died twice while it was being made: mend plugin chat and put another version in its place, or 'tocsin plugins resume chat' to try again");
    }

    [Fact]
    public async Task Those_under_way_at_a_death_have_their_turn_one_after_the_other()
    {
        await DieAsync("", (new HandlerTarget("t", "a"), "1", Script), (new HandlerTarget("t", "b"), "2", Script));
        using var guard = Start();
        var first = await guard.BeginAttemptAsync(new HandlerTarget("t", "a"), "1", Script, default);

        var second = guard.BeginAttemptAsync(new HandlerTarget("t", "b"), "2", Script, default);
        var other = guard.BeginAttemptAsync(new HandlerTarget("t", "b"), "3", Script, default);
        (second.IsCompleted, other.IsCompleted).Should().Be((false, true));
        first.Dispose();

        (await second).Dispose();
        (await other).Dispose();
        guard.BeginAttemptAsync(new HandlerTarget("t", "a"), "1", Script, default).IsCompleted.Should().BeTrue("it has had its turn");
    }

    [Fact]
    public async Task A_turn_that_takes_too_long_keeps_nobody_waiting()
    {
        await DieAsync("", (new HandlerTarget("t", "a"), "1", Script), (new HandlerTarget("t", "b"), "2", Script));
        using var guard = Start();
        await guard.BeginAttemptAsync(new HandlerTarget("t", "a"), "1", Script, default);
        var second = guard.BeginAttemptAsync(new HandlerTarget("t", "b"), "2", Script, default).AsTask();

        _time.Advance(TimeSpan.FromSeconds(5));

        await second;
    }

    [Fact]
    public async Task More_than_can_be_noted_goes_unnoted()
    {
        using var guard = Start();
        for (var i = 0; i < 3000; i++)
            await guard.BeginAttemptAsync(new HandlerTarget("t", "a"), $"{i}", Script, default);
        for (var i = 0; i < 3000; i++)
            (await guard.BeginAttemptAsync(new HandlerTarget("t", new string('x', 2000)), $"{i}", Script, default)).Dispose();
    }

    [Theory]
    [InlineData("x 1", "x 1", "the server died twice while the same call of its code was under way: mend plugin chat and put another version in its place, or 'tocsin plugins resume chat' to try again")]
    [InlineData("x 1", "x 2", null)]
    public void Code_is_suspended_when_the_same_call_was_under_way_at_two_deaths(string first, string second, string? why)
    {
        foreach (var key in new[] { first, second })
        {
            Die(guard =>
            {
                guard.BeginCall(Plugin, "other").Dispose();
                guard.BeginCall(Script, "other").Dispose();
                guard.BeginCall(Plugin, key);
            });
        }

        using var guard = Start();

        guard.WhySuspended(Plugin).Should().Be(why);
        guard.WhySuspended(Script).Should().BeNull();
    }

    [Fact]
    public void Code_that_ends_the_process_at_its_first_call_is_suspended_whatever_it_is_called_with()
    {
        foreach (var key in new[] { "x 1", "x 2" })
            Die(guard => guard.BeginCall(Plugin, key));

        using var guard = Start();

        guard.WhySuspended(Plugin).Should().Be("the server died twice while the first call of its code was under way: mend plugin chat and put another version in its place, or 'tocsin plugins resume chat' to try again");
    }

    [Fact]
    public void A_death_of_which_nothing_is_known_is_told_and_nobody_is_blamed()
    {
        Die(_ => { });

        using (var guard = Start())
        {
            guard.Notes.Should().ContainSingle().Which.Should().StartWith("the previous run of the server crashed without a message: it was killed from outside");
            guard.HasSuspended.Should().BeFalse();
        }

        using var after = Start();
        after.Notes.Should().BeEmpty("it ended as it should");
    }

    [Fact]
    public void Whoever_alone_can_have_called_for_the_end_did()
    {
        using var plugin = new CodeContext("plugin chat", typeof(CrashGuardTests).Assembly);
        using var script = new CodeContext("script /x/ops.csx", typeof(CrashGuard).Assembly);
        using var other = new CodeContext("plugin mail", typeof(CrashGuardTests).Assembly);

        CrashCause.OfExit([plugin, script]).Should().Be(new CrashCause("its code called Environment.Exit", "plugin chat", "7"));
        CrashCause.OfExit([plugin, script, other]).Should().Be(new CrashCause("one of plugin chat, plugin mail called Environment.Exit", null, ""));
        CrashCause.OfExit([script]).Should().Be(new CrashCause("something called Environment.Exit", null, ""));
        Assert.Throws<InvalidOperationException>(() => MayExit(canExit: false));
    }

    [Fact]
    public void A_second_server_on_the_folder_is_told_and_spoils_nothing()
    {
        using var first = Start();
        using (var second = Start())
            second.Notes.Should().ContainSingle().Which.Should().Contain("cannot be noted");

        File.Exists(Path.Combine(_folder.Path, "under-way")).Should().BeTrue();
    }

    public void Dispose() => _folder.Dispose();

    // Makes this assembly one that can end the process.
    private static void MayExit(bool canExit)
    {
        if (!canExit)
            throw new InvalidOperationException();
        Environment.Exit(1);
    }

    private CrashGuard Start() => CrashGuard.Open(_folder.Path, [], _time);

    private Task DieAsync(string cause, params (HandlerTarget Target, string Key, ForeignCode Code)[] attempts)
    {
        Die(guard =>
        {
            foreach (var (target, key, code) in attempts)
                _ = guard.BeginAttemptAsync(target, key, code, default).AsTask();
        }, cause);
        return Task.CompletedTask;
    }

    // The end of the test's guard deletes the file, which a death would leave.
    private void Die(Action<CrashGuard> before, string cause = "")
    {
        var file = Path.Combine(_folder.Path, "under-way");
        byte[] left;
        using (var guard = Start())
        {
            before(guard);
            left = guard.Left();
        }

        if (cause.Length > 0)
        {
            var text = System.Text.Encoding.UTF8.GetBytes(cause);
            BitConverter.TryWriteBytes(left, (ushort)text.Length);
            text.CopyTo(left, sizeof(ushort));
        }

        File.WriteAllBytes(file, left);
    }

    private sealed class CodeContext : AssemblyLoadContext, IDisposable
    {
        public CodeContext(string name, Assembly code)
            : base(name, isCollectible: true)
        {
            LoadFromAssemblyPath(code.Location);
            ForeignContexts.Add(this, new ForeignCode(name, "7"));
        }

        public void Dispose() => Unload();
    }
}
