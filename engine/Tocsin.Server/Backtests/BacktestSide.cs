using Tocsin.Dsl.Syntax;
using Tocsin.Pipelines.Data.LineProtocol;
using Tocsin.Pipelines.Tasks;
using Tocsin.Server.Histories;

namespace Tocsin.Server.Backtests;

/// <summary>What one version of a script made of the data.</summary>
/// <param name="Script">The script's text.</param>
/// <param name="History">The alerts that it would have raised.</param>
/// <param name="Warnings">What is odd about the script.</param>
/// <param name="Unreached">What is odd about it and this data.</param>
/// <param name="BadLines">Lines of the data that are not points.</param>
/// <param name="Stats">What its nodes did; null when it did not run.</param>
internal sealed record BacktestSide(SourceText Script, AlertHistory History, IReadOnlyList<Diagnostic> Warnings, IReadOnlyList<Diagnostic> Unreached, IReadOnlyList<LineError> BadLines, TaskStats? Stats);
