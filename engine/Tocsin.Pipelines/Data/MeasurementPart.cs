namespace Tocsin.Pipelines.Data;

/// <summary>The points of a batch that are of one measurement.</summary>
/// <param name="First">The place of the first of them; <see cref="PointBatch.After"/> finds the next.</param>
/// <param name="Count">How many there are.</param>
internal readonly record struct MeasurementPart(Measurement Measurement, int First, int Count);
