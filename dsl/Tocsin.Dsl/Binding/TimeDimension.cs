using Tocsin.Dsl.Time;

namespace Tocsin.Dsl.Binding;

/// <summary>The value of <c>time(length, offset)</c>: a query grouped into spans of time.</summary>
/// <param name="Length">How much time one group covers.</param>
/// <param name="Offset">By how much the spans are moved; zero when not given.</param>
public sealed record TimeDimension(Duration Length, Duration Offset);
