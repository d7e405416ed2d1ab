namespace Tocsin.Alerting.Foreign;

/// <summary>A handler whose calls run foreign code in this process, and so may end it.</summary>
public interface IForeignHandler
{
    /// <summary>The code as it is now; null when the calls run elsewhere.</summary>
    ForeignCode? Code { get; }
}
