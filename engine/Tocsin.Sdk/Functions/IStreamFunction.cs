namespace Tocsin.Sdk.Functions;

/// <summary>Takes points one by one and gives points.</summary>
public interface IStreamFunction
{
    /// <summary>Takes one point of the group, and emits none, one or several for it.</summary>
    void OnPoint(PointView point, PointOutput output);

    /// <summary>
    /// Told that nothing older than <paramref name="time"/> will come for the group, by a <c>|barrier()</c> before the function. What is
    /// emitted here goes before the barrier. Default: nothing to do.
    /// </summary>
    void OnBarrier(DateTimeOffset time, PointOutput output)
    {
    }
}
