namespace Tocsin.Server.Backtests;

/// <summary>A backtest that cannot be made. The message is for people.</summary>
internal sealed class BacktestException(string message) : Exception(message);
