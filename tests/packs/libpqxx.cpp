// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The headers of libpqxx 6, for the names of its pack.
//
// needs: libpqxx-dev
// flags: pkg:libpqxx -std=c++17
// absent: pqxx::connection::{connection,prepare,unprepare,set_session_var}: a class since version 7, a typedef before
// absent: pqxx::connection::{set_variable,get_var,get_variable}: a class since version 7, a typedef before
// absent: pqxx::connection::{set_client_encoding,listen,cancel_query}: a class since version 7, a typedef before
// absent: pqxx::connection::{await_notification,get_notifs}: a class since version 7, a typedef before
// absent: pqxx::connection::set_notice_handler: a class since version 7, a typedef before
// absent: pqxx::transaction_base::{query,query_n,query_value,query1,query01,stream,for_each,for_stream}: version 7
// absent: pqxx::transaction_base::{for_query,notify}: version 7
// absent: pqxx::blob::{create,remove,open_r,open_w,open_rw,read,write,resize,tell,seek_abs,seek_rel}: version 7
// absent: pqxx::blob::{seek_end,from_buf,append_from_buf,from_file,to_buf,append_to_buf,to_file}: version 7
// absent: pqxx::stream_from::{query,table,raw_table,read_row,iter}: version 7
// absent: pqxx::stream_to::{table,raw_table,write_values,write_row}: version 7
#include <pqxx/pqxx>
#include <pqxx/tablereader>
#include <pqxx/tablewriter>
