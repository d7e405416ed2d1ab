using Tocsin.Alerting.Storage.Rows;
using Tocsin.Pipelines.Data;

namespace Tocsin.Pipelines.Processing;

/// <summary>A task is given what was written since its state was written down: what it raised then is committed, and is raised no more.</summary>
internal sealed class CatchingUp(IEnumerable<RaisedRow> raised)
{
    private readonly Dictionary<(string Node, string Group), RaisedRow> _raised = raised.ToDictionary(row => (row.Node, row.Group));

    /// <summary>How far a group's events are committed; null when none was since.</summary>
    public RaisedRow? Raised(string node, Group group) => _raised.Count == 0 ? null : _raised.GetValueOrDefault((node, GroupKey.Write(group)));
}
