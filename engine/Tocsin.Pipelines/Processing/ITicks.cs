namespace Tocsin.Pipelines.Processing;

/// <summary>Moments that come again and again, in nanoseconds since 1970.</summary>
internal interface ITicks
{
    /// <summary>The first one for who begins to wait now; null when there is none any more.</summary>
    long? First(long now);

    /// <summary>The one after another, or after the begin of a span that is gone through; null when there is none any more.</summary>
    long? Next(long after);
}
