namespace Tocsin.Pipelines.Influx.Outputs;

/// <summary>Is told what became of points, by any thread; must not wait.</summary>
/// <param name="outcome">What became of them.</param>
/// <param name="points">How many.</param>
/// <param name="why">The reason; empty when they are written.</param>
public delegate void OutputListener(OutputOutcome outcome, int points, string why);
