using Tocsin.Engine.Hosting;
using Tocsin.Server.Cli.Serve;

namespace Tocsin.Server.Tests.Cli.Serve;

/// <summary>A stop has an end, whoever holds the threads that it needs.</summary>
public sealed class StopDeadlineTests
{
    [Fact]
    public async Task A_stop_that_takes_too_long_is_ended_without_threads_of_the_pool()
    {
        var ended = new TaskCompletionSource<(TimeSpan Patience, bool IsPool)>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var deadline = new StopDeadline(() => TimeSpan.Zero, patience => ended.SetResult((patience, Thread.CurrentThread.IsThreadPoolThread)));

        deadline.Begin();
        deadline.Begin();

        (await ended.Task).Should().Be((TimeSpan.Zero, false));
    }

    [Fact]
    public void A_stop_that_is_done_in_time_ends_by_itself()
    {
        using var asked = new ManualResetEventSlim();
        var ended = false;
        var deadline = new StopDeadline(() =>
        {
            asked.Set();
            return Timeout.InfiniteTimeSpan;
        }, _ => ended = true);
        deadline.Begin();
        asked.Wait();

        deadline.Dispose();

        ended.Should().BeFalse();
    }

    [Fact]
    public void It_is_given_as_long_as_requests_and_deliveries_may_take() =>
        StopDeadline.PatienceFor(new ServerOptions()).Should().Be(TimeSpan.FromSeconds(10 + 5 + 30));
}
