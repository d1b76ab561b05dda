#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "printing/render.h"
#include "tests/harness/receipt_sample.h"
int main(int c,char**v){ struct dossier d; sample_dossier(&d); struct sample_input in=sample_input(&d); struct err e=ERR_INIT; struct buf b; buf_init(&b,1<<25);
 in.form=v[1]; in.paper=v[2]; in.dpi=atoi(v[3]); 
 if(c>5){ int n=atoi(v[5]); struct dossier_component*l=arena_alloc(&d.arena,n*sizeof(*l)); for(int i=0;i<n;i++){ char*name=arena_printf(&d.arena,"đầu%d",i); while(strlen(name)<(c>6?(size_t)atoi(v[6]):100)) name=arena_printf(&d.arena,"%s xác nhận",name); l[i]=(struct dossier_component){"x",arena_printf(&d.arena,"%s cuối%d",name,i),{1}};} d.components=l; d.n_components=n;}
 if(c>7){ snprintf(d.code,sizeof d.code,"%s",v[7]); }
 if(!sample_render(&in,&b,&e)){fprintf(stderr,"%s\n",e.text);return 1;} FILE*f=fopen(v[4],"w"); fwrite(b.data,1,b.len,f); fclose(f); return 0;}
