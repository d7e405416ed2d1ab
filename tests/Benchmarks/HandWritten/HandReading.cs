namespace Tocsin.Benchmarks.HandWritten;

/// <summary>A line of <c>cpu</c> as a program made for nothing else would hold it.</summary>
internal struct HandReading
{
    public HandSeries Series;
    public double Idle;
    public double User;
    public double System;
    public long Time;
}
