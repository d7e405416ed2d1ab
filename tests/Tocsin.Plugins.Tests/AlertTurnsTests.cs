using Tocsin.Sdk;

namespace Tocsin.Plugins.Tests;

public sealed class AlertTurnsTests
{
    private readonly AlertTurns _turns = new();

    [Fact]
    public async Task Those_who_act_for_one_alert_take_turns_and_others_do_not_wait()
    {
        var first = await _turns.WaitAsync("cpu:a", default);
        var second = _turns.WaitAsync("cpu:a", default).AsTask();

        (await _turns.WaitAsync("cpu:b", default)).Dispose();
        second.IsCompleted.Should().BeFalse();
        first.Dispose();
        first.Dispose();

        var third = _turns.WaitAsync("cpu:a", default).AsTask();
        var now = await second;
        third.IsCompleted.Should().BeFalse("a turn ends once");
        now.Dispose();
        (await third).Dispose();
    }

    [Fact]
    public async Task Who_gives_up_waiting_takes_no_turn()
    {
        using var givesUp = new CancellationTokenSource();
        var first = await _turns.WaitAsync("cpu:a", default);
        var second = _turns.WaitAsync("cpu:a", givesUp.Token).AsTask();

        await givesUp.CancelAsync();

        await second.Invoking(waiting => waiting).Should().ThrowAsync<OperationCanceledException>();
        first.Dispose();
        (await _turns.WaitAsync("cpu:a", default)).Dispose();
    }
}
