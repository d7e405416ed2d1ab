using Tocsin.Server.Reloading;

namespace Tocsin.Server.Tests.Reloading;

public sealed class ReloadQueueTests
{
    private readonly ReloadQueue<int> _queue = new();
    private readonly List<ReloadScope> _reloads = [];

    [Fact]
    public async Task Requests_before_there_is_anything_to_reload_are_served_by_one_reload()
    {
        var first = _queue.RequestAsync(ReloadScope.Configuration);
        var second = _queue.RequestAsync(ReloadScope.Definitions);
        first.IsCompleted.Should().BeFalse();

        _queue.Open(Count);

        (await first, await second).Should().Be((1, 1));
        _reloads.Should().Equal(ReloadScope.All);
    }

    [Fact]
    public async Task Requests_during_a_reload_are_served_by_one_more_after_it()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _queue.Open(async scope =>
        {
            begun.TrySetResult();
            await gate.Task;
            return await Count(scope);
        });

        var first = _queue.RequestAsync(ReloadScope.All);
        await begun.Task;
        var later = Enumerable.Range(0, 50).Select(_ => _queue.RequestAsync(ReloadScope.Definitions)).ToList();
        gate.SetResult();

        (await first).Should().Be(1);
        (await Task.WhenAll(later)).Should().OnlyContain(number => number == 2);
        _reloads.Should().Equal(ReloadScope.All, ReloadScope.Definitions);
    }

    [Fact]
    public async Task However_many_ask_never_two_run_at_a_time()
    {
        var (running, most) = (0, 0);
        _queue.Open(async scope =>
        {
            most = Math.Max(most, Interlocked.Increment(ref running));
            await Task.Yield();
            Interlocked.Decrement(ref running);
            return await Count(scope);
        });

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < 100; i++)
                await _queue.RequestAsync(ReloadScope.All);
        })));

        most.Should().Be(1);
    }

    [Fact]
    public async Task A_reload_that_fails_keeps_no_other_from_its_turn()
    {
        _queue.Open(scope => scope == ReloadScope.All ? throw new IOException("gone") : Count(scope));

        await FluentActions.Awaiting(() => _queue.RequestAsync(ReloadScope.All)).Should().ThrowAsync<IOException>();
        (await _queue.RequestAsync(ReloadScope.Definitions)).Should().Be(1);
    }

    [Fact]
    public async Task The_end_waits_for_the_reload_that_runs_and_begins_no_other()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _queue.Open(async scope =>
        {
            begun.TrySetResult();
            await gate.Task;
            return await Count(scope);
        });
        var first = _queue.RequestAsync(ReloadScope.All);
        await begun.Task;
        var next = _queue.RequestAsync(ReloadScope.All);

        var closed = _queue.CloseAsync();
        closed.IsCompleted.Should().BeFalse();
        gate.SetResult();
        await closed;

        first.IsCompletedSuccessfully.Should().BeTrue();
        next.IsCanceled.Should().BeTrue();
        _queue.RequestAsync(ReloadScope.All).IsCanceled.Should().BeTrue();
        _reloads.Should().ContainSingle();
    }

    private Task<int> Count(ReloadScope scope)
    {
        _reloads.Add(scope);
        return Task.FromResult(_reloads.Count);
    }
}
