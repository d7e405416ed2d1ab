using Tocsin.Dsl.Lambda;
using Tocsin.Dsl.Syntax;
using Tocsin.Dsl.Templates;
using Tocsin.Pipelines.Processing;
using Tocsin.Sdk;
using Tocsin.Server.RuleTests.Files;

namespace Tocsin.Server.RuleTests.Coverage;

/// <summary>Looks at the tasks of one test for a <see cref="ReachedParts"/>.</summary>
internal sealed class ReachWatch(ReachedParts reached, RuleTestFile file) : IReachWatch
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Task, string Node, string Id), AlertLevel> _levels = [];

    public IConditionWatch ConditionsOf(string task) => new Conditions(reached, ReachedParts.ScriptOf(file, task));

    public IBranchWatch TextsOf(string task, string node) => new Branches(reached, ReachedParts.ScriptOf(file, task), node);

    public void Raised(string task, string node, AlertEvent alert)
    {
        AlertLevel before;
        lock (_gate)
        {
            before = _levels.GetValueOrDefault((task, node, alert.Id));
            _levels[(task, node, alert.Id)] = alert.Level;
        }

        if (before == alert.Level)
            return;
        var source = ReachedParts.ScriptOf(file, task);
        Saw(ReachedParts.LevelOf(source, CoverageKind.LevelEntered, node, alert.Level), alert.Level);
        Saw(ReachedParts.LevelOf(source, CoverageKind.LevelLeft, node, before), before);
    }

    // Levels are expected at the end of a test; OK is where alerts begin.
    private void Saw(CoverageItem item, AlertLevel level)
    {
        if (level == AlertLevel.Ok)
            return;
        reached.Expect(item);
        reached.Saw(item);
    }

    private sealed class Conditions(ReachedParts reached, string source) : IConditionWatch
    {
        public void Expect(TextSpan condition, bool value, bool isOperand) =>
            reached.Expect(Of(condition, isOperand ? (value ? CoverageKind.OperandTrue : CoverageKind.OperandFalse) : value ? CoverageKind.ConditionTrue : CoverageKind.ConditionFalse));

        public void Saw(TextSpan condition, bool value)
        {
            reached.Saw(Of(condition, value ? CoverageKind.ConditionTrue : CoverageKind.ConditionFalse));
            reached.Saw(Of(condition, value ? CoverageKind.OperandTrue : CoverageKind.OperandFalse));
        }

        private CoverageItem Of(TextSpan condition, CoverageKind kind) => new(source, kind, condition.Start, condition.Length, "");
    }

    private sealed class Branches(ReachedParts reached, string source, string node) : IBranchWatch
    {
        private readonly Dictionary<(string, int), string> _names = [];

        public void Expect(string template, int offset, string branch)
        {
            var name = _names[(template, offset)] = $"{branch} of the {template} of {node}";
            reached.Expect(new CoverageItem(source, CoverageKind.BranchTaken, -1, 0, name));
            reached.Expect(new CoverageItem(source, CoverageKind.BranchLeftOut, -1, 0, name));
        }

        public void Saw(string template, int offset, bool isTaken) =>
            reached.Saw(new CoverageItem(source, isTaken ? CoverageKind.BranchTaken : CoverageKind.BranchLeftOut, -1, 0, _names.GetValueOrDefault((template, offset), "")));
    }
}
