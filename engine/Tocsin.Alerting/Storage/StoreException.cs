namespace Tocsin.Alerting.Storage;

/// <summary>The state store cannot be opened or read. The message names the file, what is wrong with it and the way out.</summary>
public sealed class StoreException : Exception
{
    public StoreException(string message)
        : base(message)
    {
    }

    public StoreException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
