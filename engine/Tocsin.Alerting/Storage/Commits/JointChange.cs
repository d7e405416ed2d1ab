using Tocsin.Alerting.Storage.Records;

namespace Tocsin.Alerting.Storage.Commits;

/// <summary>
/// One commit of many changes: they are written together or not at all, in the order they were added. To be filled before it is queued, by
/// one thread at a time.
/// </summary>
/// <param name="isRefusable">What <see cref="IsRefusable"/> is.</param>
public sealed class JointChange(bool isRefusable = false) : StateChange
{
    // Most have one part: no list is made for it.
    private StateChange? _first;
    private List<StateChange>? _others;
    private TaskCompletionSource? _done;

    public bool IsEmpty => _first is null;

    /// <summary>Completes with the commit; fails when it can never be made. To be asked for before the change is queued.</summary>
    public Task Done => (_done ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public override int Numbers
    {
        get
        {
            var numbers = _first?.Numbers ?? 0;
            foreach (var part in Others)
                numbers += part.Numbers;
            return numbers;
        }
    }

    public override bool IsUrgent => _done is not null || _first?.IsUrgent == true || Others.Exists(static part => part.IsUrgent);

    public override bool TellsItsMaker => _done is not null || _first?.TellsItsMaker == true || Others.Exists(static part => part.TellsItsMaker);

    public override bool IsRefusable => isRefusable;

    private List<StateChange> Others => _others ?? None;

    private static List<StateChange> None { get; } = [];

    public void Add(StateChange part)
    {
        if (_first is null)
            _first = part;
        else
            (_others ??= new List<StateChange>(1)).Add(part); // Two are the next most frequent.
    }

    public void Add(Action<IStateWriter> apply) => Add(new WrittenChange(apply));

    public override void Announce()
    {
        _first?.Announce();
        foreach (var part in Others)
            part.Announce();
    }

    public override void Apply(IStateWriter writer)
    {
        var number = FirstNumber;
        Apply(_first, writer, ref number);
        foreach (var part in Others)
            Apply(part, writer, ref number);
    }

    public override void Committed()
    {
        _first?.Committed();
        foreach (var part in Others)
            part.Committed();
        _done?.TrySetResult();
    }

    public override void Failed(Exception error)
    {
        _first?.Failed(error);
        foreach (var part in Others)
            part.Failed(error);
        _done?.TrySetException(error);
    }

    private static void Apply(StateChange? part, IStateWriter writer, ref long number)
    {
        if (part is null)
            return;
        part.FirstNumber = number;
        number += part.Numbers;
        part.Apply(writer);
    }
}
