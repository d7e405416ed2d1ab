using Tocsin.Dsl.Lambda;
using Tocsin.Sdk;

namespace Tocsin.Pipelines.Nodes.Alert;

/// <summary>A condition of a level, and what it came to.</summary>
/// <param name="IsReset">True for the condition under which the level may be left.</param>
internal readonly record struct ReviewedRule(AlertLevel Level, bool IsReset, SeenExpression Seen);
