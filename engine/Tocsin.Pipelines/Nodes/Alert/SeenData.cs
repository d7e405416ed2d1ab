using Tocsin.Pipelines.Data;
using Tocsin.Sdk;

namespace Tocsin.Pipelines.Nodes.Alert;

/// <summary>The data that gave an alert its level.</summary>
/// <param name="Before">The level its group was at before.</param>
/// <param name="IsLast">False for a point of a batch after which others were judged.</param>
internal readonly record struct SeenData(Point Point, AlertLevel Before, bool IsLast);
