namespace Tocsin.Alerting.Configuration;

/// <summary>A setting that may change while the server runs. Safe for any thread: whoever uses it takes the value of the moment.</summary>
public sealed class LiveSetting<T>(T value)
    where T : notnull
{
    private volatile object _current = value;

    /// <summary>The value in force.</summary>
    public T Current => (T)_current;

    /// <summary>Puts another value in force, for whoever asks from now on.</summary>
    public void Change(T value) => _current = value;
}
