using Tocsin.Alerting.Storage;
using Tocsin.Alerting.Storage.Commits;
using Tocsin.Alerting.Storage.Records;

namespace Tocsin.Engine.Tests.Storage;

public sealed class CommitQueueTests
{
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Exception? _problem;

    [Fact]
    public async Task A_change_that_comes_too_late_is_not_called_committed_whoever_asks()
    {
        var queue = Queue();
        queue.Enqueue(new Change());
        await queue.WhenCommitted();
        queue.Close();

        queue.Invoking(closed => closed.Enqueue(new Change())).Should().Throw<ObjectDisposedException>();

        await ((Func<Task>)(async () => await queue.WhenCommitted())).Should().ThrowAsync<StoreException>().WithMessage("The server is stopping*Send it again.");
    }

    [Fact]
    public async Task A_commit_that_was_given_up_before_anybody_asked_for_it_is_not_called_committed_after_it()
    {
        _problem = new StoreException("The disk is full.");
        var queue = Queue();
        queue.Enqueue(new Change());
        await _begun.Task;
        queue.Close();

        await ((Func<Task>)(async () => await queue.WhenCommitted())).Should().ThrowAsync<StoreException>().WithMessage("The disk is full.");
    }

    private CommitQueue Queue()
    {
        var queue = new CommitQueue(
            _ =>
            {
                _begun.TrySetResult();
                return _problem;
            },
            firstNumber: 1);
        queue.Start();
        return queue;
    }

    private sealed class Change : StateChange
    {
        public override void Apply(IStateWriter writer)
        {
        }
    }
}
